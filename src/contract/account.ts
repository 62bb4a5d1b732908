import { z } from 'zod'
import { EpisodeRow } from './episodes.ts'
import { EventRecord } from './events.ts'
import { Explanation } from './explanation.ts'
import { IndicatorStanding } from './indicators.ts'
import { OutcomeStanding } from './outcomes.ts'
import { MemberRow } from './people.ts'
import { Pulse } from './pulse.ts'
import { ActivationStanding, ScoreStanding } from './scores.ts'
import { ConfigOf, Count, DayText, EntityKey, InstantText, Money, TraitEntry } from './values.ts'

export const AccountHeader = z.object({
  plan: z.string().nullable(),
  mrr: Money.nullable(),
  members: Count,
  seats: z.number().nullable(),
  activeMembers28: Count,
  activeMembers28Before: Count.nullable().describe('The same 28 days earlier; null before the account was that old.'),
  createdDay: DayText.nullable(),
  tenureDays: z.number().nullable(),
  renewsOn: DayText.nullable(),
  assignee: z.string().nullable(),
  lastActiveDay: DayText.nullable(),
})

/** Daily counts, dense: `from`, then one number a day. */
export const DailySeries = z.object({
  from: DayText,
  active: z.array(z.number()).describe('Events that make somebody active.'),
  core: z.array(z.number()).describe('Core events only.'),
  members: z.array(z.number()).describe('Members active that day.'),
})

export const SubscriptionRecord = z.object({
  id: z.string(),
  plan: z.string().nullable(),
  mrr: Money,
  from: InstantText,
  to: InstantText.nullable().describe('Exclusive; null: in force.'),
  cancelDecidedAt: InstantText.nullable(),
})

/** One account as of the close of a day: only what was known then. */
export const AccountDetail = z.object({
  key: EntityKey,
  name: z.string(),
  asOf: DayText,
  latest: DayText.describe('The last closed day.'),
  first: DayText.nullable().describe('Day of the first event.'),
  header: AccountHeader,
  today: z
    .object({ events: Count, activeMembers: Count })
    .nullable()
    .describe('Today so far, which the numbers above leave out; null for a past day.'),
  thread: z
    .object({ from: DayText, active: z.array(z.number()) })
    .describe('Active events a day over all history as known now, whatever `asOf`: the line the day is chosen on.'),
  daily: DailySeries.describe('As known at `asOf`; at most 400 days.'),
  traits: z.array(TraitEntry),
  members: z.array(MemberRow).describe('Most recently active first, at most 200.'),
  episodes: z
    .array(EpisodeRow)
    .describe(
      'Account-level and its members, opened by `asOf` (for the last closed day: by now), newest first, at most 200.',
    ),
  configOf: ConfigOf,
  explanations: z.array(Explanation),
  activation: ActivationStanding.nullable().describe('null: the configuration says nothing about onboarding.'),
  scores: z.array(ScoreStanding),
  pulse: Pulse.nullable().describe(
    'What a person thinks of it, as said by `asOf` (for the last closed day: by now); in no score.',
  ),
  indicators: z
    .array(IndicatorStanding)
    .describe('Those of accounts that the configuration names, in order of their keys.'),
  segments: z.array(z.object({ key: z.string(), value: z.string().nullable() })),
  subscriptions: z.array(SubscriptionRecord),
  outcomes: z
    .array(OutcomeStanding)
    .describe('Of the configuration, as known at `asOf` (for the last closed day: now).'),
  recentEvents: z.array(EventRecord).describe('By `asOf` (for the last closed day: by now), newest first, at most 50.'),
})

export const AsOfQuery = z.strictObject({
  asOf: DayText.optional().describe('A closed day; the last one when left out.'),
  since: DayText.optional().describe('An earlier day: each score says why it is another than at its close.'),
})

export type AccountHeader = z.infer<typeof AccountHeader>
export type DailySeries = z.infer<typeof DailySeries>
export type SubscriptionRecord = z.infer<typeof SubscriptionRecord>
export type AccountDetail = z.infer<typeof AccountDetail>
export type AsOfQuery = z.infer<typeof AsOfQuery>
