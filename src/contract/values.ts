import { z } from 'zod'

/** Calendar day of the product's time zone: `2026-03-01`. */
export const DayText = z.iso
  .date()
  .refine((day) => day < '3000', 'a day before 3000-01-01')
  .describe("Calendar day in the product's time zone, for example 2026-03-01.")
/** Instant in UTC: `2026-03-01T09:30:00.000Z`. */
export const InstantText = z.iso.datetime().describe('Instant in UTC, ISO 8601.')
/** Keys as the product sends them: any text, also hostile text. Longer ids than this are refused on arrival. */
export const EntityKey = z.string().min(1).max(1024)
export const Count = z.number().int().nonnegative()
/** Beside every number: how much is in none of them. */
export const ExcludedEvents = Count.describe(
  'Events up to the last close that the rules of exclusion left out of everything here.',
)

export const SignalTypeName = z.enum(['activation', 'engagement', 'intent', 'expansion', 'risk'])
export const LevelName = z.enum(['account', 'member', 'person'])
export const CauseName = z
  .enum(['behaviour', 'config', 'import', 'merge', 'correction'])
  .describe('Why it changed: the first of these whose removal undoes it, else behaviour.')

/** Money per month in minor units (cents) of one currency; never added up over currencies. */
export const ConfigOf = z
  .enum(['day', 'now'])
  .describe(
    'Whose configuration judged: that of the day, or the present one where another version of Telltale kept that of the day and it cannot be read any more.',
  )

/** Money per month in minor units (cents) of one currency; never added up over currencies. */
export const Money = z.object({ minor: z.number().int(), currency: z.string() })

/** Somebody who works with the product's accounts, by name. */
export const PersonName = z.string().trim().min(1).max(200)

/** What is to be done, by which team, and how often while its reason lasts. */
export const Suggestion = z.object({
  team: z.string(),
  action: z.string(),
  cadence: z.enum(['once', 'daily', 'weekly', 'monthly', 'quarterly']),
})

export const TraitScalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
export const TraitEntry = z.object({
  key: z.string(),
  value: TraitScalar,
  from: InstantText.describe('In force from.'),
  knownAt: InstantText.describe('Known since.'),
})

export const EntityReference = z.discriminatedUnion('level', [
  z.object({ level: z.literal('account'), account: EntityKey }),
  z.object({ level: z.literal('member'), account: EntityKey, person: EntityKey }),
  z.object({ level: z.literal('person'), person: EntityKey }),
])

export type SignalTypeName = z.infer<typeof SignalTypeName>
export type LevelName = z.infer<typeof LevelName>
export type CauseName = z.infer<typeof CauseName>
export type ConfigOf = z.infer<typeof ConfigOf>
export type Money = z.infer<typeof Money>
export type TraitEntry = z.infer<typeof TraitEntry>
export type EntityReference = z.infer<typeof EntityReference>
