import { z } from 'zod'
import { channelsSchema, deliverySchema, digestsSchema } from './delivery/delivery-schema.ts'
import type { ActivationNumber, ConditionDraft, QuantityDraft } from './draft.ts'
import { metricsSchema } from './metrics/metrics-schema.ts'
import { PROPERTY_TYPES } from './model.ts'
import { outreachSchema, playbooksSchemaOf } from './playbooks/playbooks-schema.ts'
import { sourcesSchema } from './sources-schema.ts'
import { CADENCES } from './worklist.ts'

const name = z.string().max(1_000)
const names = z.array(name)
const number = z.number().or(z.nan())
const scalar = z.union([z.string(), z.number(), z.boolean()])
const level = z.enum(['account', 'member', 'person'])

const window = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rolling'), days: number, offset: number }),
  z.object({ kind: z.literal('calendar'), unit: z.enum(['week', 'month']), offset: number }),
  z.object({ kind: z.literal('ever') }),
  z.object({ kind: z.literal('hours'), hours: number }),
])

const wheres = z.array(
  z.object({
    path: name.min(1),
    op: z.enum(['is', 'is_not', 'in', 'contains', 'gt', 'gte', 'lt', 'lte', 'is_set']),
    value: z.union([scalar, z.array(z.union([z.string(), z.number()])), z.null()]),
  }),
)

const event = z.object({
  names,
  call: z.enum(['track', 'page', 'screen']),
  kind: z.enum(['core', 'team', 'data', 'depth', 'intent', 'support', 'other']),
  feature: name.nullable(),
  where: wheres,
  gauge: name.nullable(),
  owner: name.optional(),
  properties: z.record(z.string(), z.enum(PROPERTY_TYPES)).optional(),
})

const ACTIVATION_NUMBERS = [
  ...(['activated', 'days', 'age', 'score', 'milestones', 'return-days'] as const),
  ...(['further-features', 'fully', 'burst', 'checklist', 'stalled', 'onboarding'] as const),
] satisfies readonly ActivationNumber[]

const events = names.nullable()
const roles = names.nullable()
const quantity: z.ZodType<QuantityDraft> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({
      kind: z.enum(['count', 'distinct-users', 'distinct-days']),
      events,
      orActive: z.literal(true).optional(),
      window,
      where: wheres,
    }),
    z.object({ kind: z.literal('sum'), events, property: name, window, where: wheres }),
    z.object({ kind: z.enum(['days-since-first', 'days-since-last', 'streak-days']), events, where: wheres }),
    z.object({ kind: z.literal('streak-weeks'), events, where: wheres, daysPerWeek: number }),
    z.object({ kind: z.enum(['latest', 'max']), event: name, window }),
    z.object({ kind: z.literal('distinct-features'), features: events, window }),
    z.object({ kind: z.literal('adoption'), features: events, window, minimum: number }),
    z.object({ kind: z.literal('members'), roles }),
    z.object({ kind: z.literal('active-members'), window, roles }),
    z.object({ kind: z.literal('ratio'), top: quantity, bottom: quantity, as: z.enum(['ratio', 'share']) }),
    z.object({ kind: z.enum(['change', 'difference']), now: quantity, before: quantity.nullable() }),
    z.object({ kind: z.literal('percentile'), of: quantity, segment: name.nullable() }),
    z.object({
      ...{ kind: z.literal('trait'), of: z.enum(['own', 'account', 'person']), trait: name },
      until: z.literal(true).optional(),
    }),
    z.object({ kind: z.literal('tenure'), unit: z.enum(['days', 'months']) }),
    z.object({ kind: z.enum(['size', 'mrr', 'colleagues']) }),
    z.object({
      ...{ kind: z.literal('roll-up'), how: z.enum(['mean', 'sum', 'max']), over: quantity },
      among: condition.optional(),
    }),
    z.object({ kind: z.literal('top-member'), over: quantity, by: quantity, among: condition.optional() }),
    z.object({ kind: z.literal('role'), roles: names }),
    z.object({ kind: z.literal('ago'), of: quantity, days: number }),
    z.object({ kind: z.literal('roll-up-where'), when: condition }),
    z.object({ kind: z.literal('constant'), value: number }),
    z.object({ kind: z.literal('indicator'), indicator: name }),
    z.object({ kind: z.literal('holds'), when: condition }),
    z.object({ kind: z.literal('milestone'), milestone: name, as: z.enum(['done', 'progress', 'days']) }),
    z.object({ kind: z.literal('activation'), as: z.enum(ACTIVATION_NUMBERS) }),
    z.object({ kind: z.literal('score'), score: name, as: z.enum(['value', 'completeness']) }),
    z.object({ kind: z.literal('limit'), limit: name, as: z.enum(['use', 'limit', 'days']) }),
  ]),
)

const condition: z.ZodType<ConditionDraft> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('compare'), quantity, op: z.enum(['>', '>=', '<', '<=', '=', '!=']), value: number }),
    z.object({
      kind: z.literal('trait'),
      of: z.enum(['own', 'account', 'person']),
      trait: name,
      op: z.enum(['is', 'is_not', 'in', 'contains', 'is_set', 'business']),
      value: z.union([scalar, z.array(z.union([z.string(), z.number()])), z.null()]),
    }),
    z.object({ kind: z.literal('in-band'), score: name, band: name }),
    z.object({ kind: z.literal('in-segment'), segment: name, value: name }),
    z.object({ kind: z.literal('signal'), signal: name }),
    z.object({ kind: z.enum(['all', 'any']), of: z.array(condition) }),
    z.object({ kind: z.literal('not'), of: condition }),
    z.object({ kind: z.literal('at-least'), n: number, of: z.array(condition) }),
  ]),
)

const segment = z.object({
  level,
  rule: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('bands'), quantity, bands: z.array(z.object({ name, from: number })) }),
    z.object({ kind: z.literal('trait-values'), trait: name, values: names }),
    z.object({ kind: z.literal('cases'), cases: z.array(z.object({ name, when: condition })) }),
  ]),
})

const suggestion = z.object({ team: z.string(), action: z.string(), cadence: z.enum(CADENCES) })

const team = z.object({
  trait: name.nullable(),
  people: z.array(z.object({ name, capacity: number.nullable() })),
  capacity: number.nullable(),
  portfolio: number.nullable(),
  alertsPerWeek: number.nullable(),
})

const routine = z.object({
  score: name,
  band: name,
  afterDays: number,
  age: z.object({ from: number, to: number }).nullable(),
  suggest: suggestion.nullable(),
})

const worklist = z.object({
  health: name.nullable(),
  routines: z.record(z.string(), routine),
  renewals: z.object({ withinDays: number, suggest: suggestion }).nullable(),
})
const detector = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['fast drop', 'slow drop', 'rise']),
    of: quantity,
    segment: name.nullable(),
    ...{ alpha: number, ratio: number, expected: number, change: number },
  }),
  z.object({ kind: z.literal('silence'), events, where: wheres, alpha: number }),
])

const signal = z.object({
  type: z.enum(['activation', 'engagement', 'intent', 'expansion', 'risk']),
  level,
  for: condition.nullable(),
  on: z.object({ event: name, where: wheres }).nullable(),
  when: condition.nullable(),
  until: condition.nullable(),
  minimum: number,
  cooldownDays: number,
  escalate: condition.nullable(),
  detector: detector.nullable(),
  predicts: z.object({ outcome: name, withinDays: number }).nullable(),
  suggest: suggestion.nullable(),
  enabled: z.boolean(),
})

const category = z.enum(['core', 'team', 'data', 'depth'])
const milestone = z.object({
  category,
  when: condition.nullable(),
  weight: number,
  required: z.boolean(),
  level: level.nullable(),
})

const activation = z.object({
  withinDays: number,
  levels: z.array(level).min(1),
  milestones: z.record(z.string(), milestone),
  activated: condition.nullable(),
  weights: z.record(category, number),
  signUp: events,
  signIn: events,
  checklist: events,
  minimumUses: number,
})

const curve = z.array(z.object({ at: number, share: number })).min(1)
const frozen = z.object({
  among: name.nullable(),
  knots: z.array(z.object({ percentile: number, share: number })).min(1),
  until: curve.nullable(),
})
const bands = z.array(z.object({ name, from: number }))
const score = z.object({
  level,
  rule: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('parts'),
      parts: z.record(
        z.string(),
        z.object({ weight: number, of: quantity, curve: z.union([curve, frozen]), rhythmDays: number }),
      ),
      variants: z.array(
        z.object({
          in: z.record(z.string(), name),
          curves: z.record(z.string(), curve),
          bands: bands.nullable(),
        }),
      ),
    }),
    z.object({
      kind: z.literal('decaying'),
      events: z.record(z.string(), z.object({ points: number, lifespanDays: number })),
      perPerson: number,
      most: number,
    }),
    z.object({ kind: z.literal('tiers'), tiers: z.array(z.object({ name, when: condition })) }),
  ]),
  bands,
  exceptions: z.array(z.object({ name, when: condition, band: name.nullable() })),
})

const entitlement = z.object({
  usage: quantity,
  limit: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('trait'), trait: name }),
    z.object({
      kind: z.literal('plans'),
      trait: name,
      plans: z.array(z.object({ plan: name, limit: number.nullable() })),
    }),
  ]),
})

const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['activated', 'converted', 'churned', 'expanded']) }),
  z.object({ kind: z.literal('retained'), fromDay: number, toDay: number }),
  z.object({ kind: z.literal('event'), event: name }),
  z.object({ kind: z.literal('inactive'), days: number, events }),
])

const exclusion = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('email-domain'), domain: name.min(1) }),
  z.object({ kind: z.literal('trait'), key: name.min(1), value: scalar.nullable() }),
  z.object({ kind: z.literal('id'), of: z.enum(['user', 'account']), ids: names }),
])

const product = z.strictObject({
  name: name.optional(),
  model: z.enum(['trial', 'freemium', 'paid']).optional(),
  trialDays: number.optional(),
  timezone: name.optional(),
  weekStart: z.enum(['monday', 'sunday']).optional(),
  grossMargin: number.optional(),
  closeDelayMinutes: number.optional(),
})

const account = z.object({
  key: names.min(1).optional(),
  reachesBackMs: number.optional(),
  fallback: z.enum(['membership', 'none']).optional(),
  assigneeTrait: name.optional(),
  renewsOnTrait: name.optional(),
  seatsTrait: name.optional(),
  createdAtTrait: name.optional(),
})

/** What the builders make, for values that did not pass a type checker. */
export const configSchema = z.object({
  product,
  account,
  exclude: z.array(exclusion),
  events: z.record(z.string(), event),
  segments: z.record(z.string(), segment),
  indicators: z.record(z.string(), quantity),
  entitlements: z.record(z.string(), entitlement),
  activation: activation.nullable(),
  scores: z.record(z.string(), score),
  signals: z.record(z.string(), signal),
  outcomes: z.record(z.string(), outcome),
  teams: z.record(z.string(), team),
  worklist,
  metrics: metricsSchema,
  sources: sourcesSchema,
  channels: channelsSchema,
  delivery: deliverySchema,
  digests: digestsSchema,
  playbooks: playbooksSchemaOf(condition),
  outreach: outreachSchema,
  limits: z.strictObject({ maxEventNames: number.optional(), readyAccounts: number.optional() }),
})
