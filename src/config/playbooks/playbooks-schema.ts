import { z } from 'zod'
import type { ConditionDraft } from '../draft.ts'
import { SCHEDULE_STEPS } from './playbook.ts'
import type { StepDraft } from './written-playbook.ts'

const text = z.string().max(2_000)
const template = z.string().max(100_000)
const number = z.number().or(z.nan())

const recipients = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['channel', 'assignee', 'champion', 'admins', 'member']) }),
  z.object({ kind: z.literal('roles'), roles: z.array(text) }),
  z.object({ kind: z.literal('address'), address: text }),
])

/** The shape of playbooks, given that of the conditions in them. */
export function playbooksSchemaOf(condition: z.ZodType<ConditionDraft>) {
  const changed = z.enum(['opened', 'closed', 'escalated'])
  const trigger = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('signal'), signal: text, what: changed }),
    z.object({ kind: z.literal('stays'), signal: text, days: number }),
    z.object({ kind: z.literal('band'), score: text, band: text, what: z.enum(['opened', 'closed']) }),
    z.object({ kind: z.literal('milestone'), milestone: text }),
    z.object({ kind: z.literal('activated') }),
    z.object({ kind: z.literal('day'), day: number, when: condition.nullable() }),
    z.object({ kind: z.literal('becomes'), when: condition }),
    z.object({ kind: z.literal('metric'), metric: text }),
    z.object({ kind: z.literal('renewal'), days: number }),
    z.object({ kind: z.literal('schedule'), every: z.enum(SCHEDULE_STEPS), at: text }),
    z.object({ kind: z.literal('manual') }),
  ])
  const plan = z.object({ name: text, price: text.nullable(), points: z.array(text) })
  const shown = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('checklist'), milestones: z.array(text).nullable() }),
    z.object({ kind: z.literal('limit'), entitlement: text, plans: z.array(plan).max(12) }),
  ])
  const step: z.ZodType<StepDraft> = z.lazy(() =>
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('wait'), days: number, hours: number }),
      z.object({
        ...{ kind: z.literal('wait-until'), when: condition, atMostDays: number },
        otherwise: z.enum(['go on', 'end']),
      }),
      z.object({ kind: z.literal('branch'), when: condition, yes: z.array(step), no: z.array(step) }),
      z.object({
        ...{ kind: z.literal('send'), via: text, to: recipients, subject: template, text: template },
        html: template.nullable(),
        link: z.object({ text, href: text }).nullable(),
        shows: shown.nullable(),
      }),
      z.object({ kind: z.literal('task'), team: text, action: template }),
      z.object({ kind: z.literal('set'), via: text, field: text, value: template }),
      z.object({ kind: z.literal('call'), via: text, type: text, data: z.record(z.string(), template) }),
      z.object({ kind: z.literal('end') }),
    ]),
  )
  const playbook = z.object({
    ...{ trigger, among: condition.nullable(), goal: text.nullable(), exit: condition.nullable() },
    whileOpen: z.boolean(),
    again: z.union([z.enum(['free', 'each', 'once']), z.object({ days: number })]),
    ...{ priority: number, perHour: number.nullable(), breaker: number },
    holdout: z.union([z.literal('off'), z.object({ share: number, experiment: text })]).nullable(),
    guard: z.object({ events: z.array(text), margin: number, perAccount: number }),
    exclusive: text.nullable(),
    ...{ steps: z.array(step).max(200), enabled: z.boolean() },
  })
  return z.record(z.string(), playbook)
}

const cap = z.object({ most: number, days: number }).nullable()
export const outreachSchema = z.object({
  addresses: z.record(z.string(), text),
  quiet: z.object({ from: text, to: text }).nullable(),
  ...{ perRecipient: cap, perAccount: cap },
  neverContact: z.object({ share: number, salt: text, outcome: text.nullable() }).nullable(),
  exclusive: z.record(z.string(), number),
})
