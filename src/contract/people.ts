import { z } from 'zod'
import { EpisodeRow } from './episodes.ts'
import { EventRecord } from './events.ts'
import { Explanation } from './explanation.ts'
import { IndicatorStanding } from './indicators.ts'
import { pageOf, pageQuery } from './page.ts'
import { OpenSignal } from './signals.ts'
import { ConfigOf, Count, DayText, EntityKey, InstantText, TraitEntry } from './values.ts'

/** A person in an account, with a role there. */
export const MemberRow = z.object({
  account: EntityKey,
  person: EntityKey,
  name: z.string(),
  email: z.string().nullable(),
  role: z.string().nullable(),
  from: InstantText,
  lastActiveDay: DayText.nullable(),
  daysSinceActive: z.number().nullable(),
  activeDays28: Count,
  days28: z.array(z.number()).length(28).describe('Active events a day, oldest first.'),
  openSignals: z.array(OpenSignal),
  indicators: z
    .array(IndicatorStanding)
    .describe('Those of members that the configuration names, in order of their keys.'),
})
export const MemberPage = pageOf(MemberRow)
export const MemberQuery = z.strictObject({ ...pageQuery, asOf: DayText.optional() })

export const PersonRow = z.object({
  key: EntityKey,
  name: z.string(),
  email: z.string().nullable(),
  accounts: z.array(z.object({ account: EntityKey, name: z.string(), role: z.string().nullable() })),
  firstSeenDay: DayText.nullable(),
})
export const PersonPage = pageOf(PersonRow).extend({
  excludedPeople: Count.describe('People that the rules of exclusion name; they are not listed.'),
})
export const PersonQuery = z.strictObject({ ...pageQuery, q: z.string().max(200).optional() })

/** One person as of the close of a day. */
export const PersonDetail = PersonRow.extend({
  asOf: DayText,
  lastActiveDay: DayText.nullable(),
  actors: z.array(z.string()).describe('Ids joined to this person.'),
  traits: z.array(TraitEntry),
  traitHistory: z
    .array(TraitEntry)
    .describe('Each value that a property ever had, oldest first, of all ids joined to this person.'),
  episodes: z.array(EpisodeRow),
  configOf: ConfigOf,
  explanations: z.array(Explanation),
  recentEvents: z.array(EventRecord),
})

export type MemberRow = z.infer<typeof MemberRow>
export type MemberPage = z.infer<typeof MemberPage>
export type MemberQuery = z.infer<typeof MemberQuery>
export type PersonRow = z.infer<typeof PersonRow>
export type PersonPage = z.infer<typeof PersonPage>
export type PersonQuery = z.infer<typeof PersonQuery>
export type PersonDetail = z.infer<typeof PersonDetail>
