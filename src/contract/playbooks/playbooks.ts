import { z } from 'zod'
import { ChannelKind } from '../deliveries.ts'
import { CohortsAnswer, UpliftAnswer } from '../experiments.ts'
import { Maybe } from '../proofs/proof-parts.ts'
import { Count, DayText, EntityKey, InstantText, PersonName } from '../values.ts'

const EnrolmentStateName = z
  .enum(['live', 'held', 'finished', 'ended'])
  .describe('held: left alone, by its arm. finished: through. ended: earlier, for a reason.')

export const PlaybookName = z.string().min(1).max(200)

/** Who would have begun a playbook in the past, what became of them, and what leaving a share of them alone would show. */
export const PlaybookForecast = z.object({
  days: Count.describe('Of the past that were looked at.'),
  accounts: Count.describe('Which would have begun it in them for the first time.'),
  per_week: z.number(),
  share: z.number().describe('Of the accounts, that would be left alone.'),
  outcome: z.string(),
  within_days: Count,
  told: Count.describe('Those whose days are over and who could have had the outcome.'),
  base: Maybe.describe('Of these, how many had it.'),
  units: Count.nullable().describe('Accounts for which it would be planned.'),
  detectable: z
    .number()
    .nullable()
    .describe('The smallest difference that they find four times in five, however often one looks.'),
  weeks: Count.nullable().describe('Until the last of them has told, at the pace of the past.'),
  worth: z
    .enum(['worth having', 'too few', 'rate unknown', 'too small'])
    .describe('Whether that is at most half of what can change: else nobody is left alone unless it is set.'),
})

export const HoldoutRow = z.object({
  setting: z.enum(['default', 'set', 'off']).describe('By whom it is decided: nothing is said, a share is, or off.'),
  share: z.number().nullable().describe('Of the accounts that begin it, left alone by lot; null: nobody is.'),
  experiment: z.string().nullable().describe('By which; null: none is planned.'),
  sentence: z.string(),
  forecast: PlaybookForecast.nullable().describe('null: not worked out, or nothing to work out.'),
})

/** A playbook of the configuration, with how it does. */
export const PlaybookRow = z.object({
  key: z.string(),
  title: z.string(),
  sentence: z.string().describe('What it does, in English.'),
  level: z.enum(['account', 'member', 'person', 'product']),
  trigger: z.string().describe('The kind of what begins it.'),
  goal: z.string().nullable().describe('The outcome that it is there for.'),
  experiment: z.string().nullable().describe('The experiment by which some accounts are left alone.'),
  holdout: HoldoutRow,
  exclusive: z.string().nullable().describe('The group of playbooks of which an account is in one at a time.'),
  state: z.enum(['on', 'off', 'paused']).describe('off: by the configuration. paused: by a person or by itself.'),
  paused: z
    .object({ at: InstantText, by: z.string(), why: z.string() })
    .nullable()
    .describe(
      'by is breaker where more began it within a day than was thought of, harm where those treated are worse off.',
    ),
  live: Count,
  finished: Count,
  ended: Count,
  held: Count,
  sent: Count.describe('Messages that it put into the outbox.'),
  steps: z.array(z.object({ id: z.string(), kind: z.string() })),
  channels: z.array(z.object({ channel: z.string(), kind: ChannelKind })).describe('By which its messages leave.'),
})
/** Accounts that no playbook sends anything. */
export const NeverContactRow = z.object({
  share: z.number().describe('Of all accounts.'),
  experiment: z.string().nullable().describe('By which they are compared with everybody else; null: they are not.'),
  sentence: z.string(),
})
export const PlaybookList = z.object({ data: z.array(PlaybookRow), neverContact: NeverContactRow.nullable() })

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

export const SimulateQuery = z.strictObject({
  from: DayText.optional(),
  to: DayText.optional(),
  run: z.string().max(100).optional().describe('A name under which /backtest/progress says how far it is.'),
})

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
  holdout: z
    .object({ sentence: z.string(), forecast: PlaybookForecast })
    .nullable()
    .describe('What leaving a share of them alone would show; null: it leaves nobody alone, or there is nobody.'),
  wouldPause: z.boolean().describe('Whether that is more than its breaker lets through.'),
  data: z.array(SimulatedRow).describe('The first 200 by time.'),
})

export const TestSendRequest = z.strictObject({
  account: EntityKey.describe('About which account it is written.'),
  to: z
    .string()
    .max(320)
    .default('')
    .describe(
      'In place of the recipients: the e-mail address; in Slack a channel or person, else where the channel leads.',
    ),
  user: EntityKey.optional().describe('Of a message in the product: who sees it there, by the id of the product.'),
  by: PersonName,
})
/** Where the messages of a test go. */
export const TestSent = z.object({
  data: z
    .array(
      z.object({
        key: z.string().describe('Of the delivery: `/deliveries/KEY` says what becomes of it.'),
        channel: z.string(),
        kind: ChannelKind,
        target: z.string().describe('Empty: where the channel leads.'),
        title: z.string().describe('What it says, in short.'),
      }),
    )
    .describe('One for each message, in the order of its steps.'),
})

export type PlaybookRow = z.infer<typeof PlaybookRow>
export type PlaybookList = z.infer<typeof PlaybookList>
export type NeverContactRow = z.infer<typeof NeverContactRow>
/** Whether a playbook helps. */
export const PlaybookResult = z.object({
  sentence: z.string(),
  uplift: UpliftAnswer.nullable().describe('Against those left alone; null: nobody was.'),
  before_after: CohortsAnswer.nullable().describe(
    'Who would have begun it before it was there against who did after, where nobody is left alone: never more than suggestive. null: nothing to compare.',
  ),
})

export type PlaybookResult = z.infer<typeof PlaybookResult>
export type HoldoutRow = z.infer<typeof HoldoutRow>
export type PlaybookForecast = z.infer<typeof PlaybookForecast>
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
