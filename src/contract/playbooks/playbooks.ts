import { z } from 'zod'
import { Count, DayText, EntityKey, InstantText, PersonName } from '../values.ts'

const EnrolmentStateName = z
  .enum(['live', 'held', 'finished', 'ended'])
  .describe('held: left alone, by its arm. finished: through. ended: earlier, for a reason.')

export const PlaybookName = z.string().min(1).max(200)

/** A playbook of the configuration, with how it does. */
export const PlaybookRow = z.object({
  key: z.string(),
  title: z.string(),
  sentence: z.string().describe('What it does, in English.'),
  level: z.enum(['account', 'member', 'person', 'product']),
  trigger: z.string().describe('The kind of what begins it.'),
  goal: z.string().nullable().describe('The outcome that it is there for.'),
  experiment: z.string().nullable().describe('The experiment by which some accounts are left alone.'),
  state: z.enum(['on', 'off', 'paused']).describe('off: by the configuration. paused: by a person or by itself.'),
  paused: z
    .object({ at: InstantText, by: z.string(), why: z.string() })
    .nullable()
    .describe('by is breaker where more began it within a day than was thought of.'),
  live: Count,
  finished: Count,
  ended: Count,
  held: Count,
  sent: Count.describe('Messages that it put into the outbox.'),
  steps: z.array(z.object({ id: z.string(), kind: z.string() })),
})
export const PlaybookList = z.object({ data: z.array(PlaybookRow) })

export const EnrolmentQuery = z.strictObject({
  state: EnrolmentStateName.optional(),
  account: EntityKey.optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
})

/** Somebody in a playbook, or who was. */
export const EnrolmentRow = z.object({
  id: z.number().int(),
  account: z.string().nullable(),
  name: z.string().nullable(),
  person: z.string().nullable(),
  occurrence: z.string().describe('Which time it is: of the signal, of the calendar, of a person asking.'),
  arm: z.enum(['treated', 'holdout']),
  state: EnrolmentStateName,
  why: z.string().nullable().describe('Why it ended earlier.'),
  because: z.string(),
  enteredAt: InstantText,
  step: z.string().nullable().describe('The step at which it stands.'),
  dueAt: InstantText.nullable().describe('When it is looked at next.'),
})
export const EnrolmentList = z.object({ data: z.array(EnrolmentRow) })

export const EnrolRequest = z.strictObject({
  account: EntityKey,
  person: EntityKey.optional().describe('Of a playbook about members: whose.'),
  by: PersonName,
})
export const Enrolled = z.object({ enrolled: z.boolean().describe('false: it may not begin it now.') })

export const PauseRequest = z.strictObject({ by: PersonName, why: z.string().max(500).default('') })

export const SimulateQuery = z.strictObject({ from: DayText.optional(), to: DayText.optional() })

/** One thing that a playbook would have done. */
export const SimulatedRow = z.object({
  account: z.string(),
  name: z.string(),
  person: z.string().nullable(),
  enteredAt: InstantText,
  actions: z.array(z.object({ at: InstantText, step: z.string(), kind: z.string(), what: z.string() })),
  ended: z.string().describe('finished, still inside, or why it ended earlier.'),
})
export const Simulation = z.object({
  from: DayText,
  to: DayText,
  sentence: z.string(),
  entered: Count,
  messages: Count,
  tasks: Count,
  mostInADay: Count.describe('Who would have begun it on the day on which most did.'),
  wouldPause: z.boolean().describe('Whether that is more than its breaker lets through.'),
  data: z.array(SimulatedRow).describe('The first 200 by time.'),
})

export const TestSendRequest = z.strictObject({
  account: EntityKey.describe('About which account it is written.'),
  to: z
    .string()
    .max(320)
    .default('')
    .describe('The address it goes to in place of the recipients; empty where the channel leads to one place.'),
  by: PersonName,
})
export const TestSent = z.object({ keys: z.array(z.string()).describe('Of the deliveries, one for each send.') })

export type PlaybookRow = z.infer<typeof PlaybookRow>
export type PlaybookList = z.infer<typeof PlaybookList>
export type EnrolmentQuery = z.infer<typeof EnrolmentQuery>
export type EnrolmentRow = z.infer<typeof EnrolmentRow>
export type EnrolmentList = z.infer<typeof EnrolmentList>
export type EnrolRequest = z.infer<typeof EnrolRequest>
export type Enrolled = z.infer<typeof Enrolled>
export type PauseRequest = z.infer<typeof PauseRequest>
export type SimulateQuery = z.infer<typeof SimulateQuery>
export type SimulatedRow = z.infer<typeof SimulatedRow>
export type Simulation = z.infer<typeof Simulation>
export type TestSendRequest = z.infer<typeof TestSendRequest>
export type TestSent = z.infer<typeof TestSent>
