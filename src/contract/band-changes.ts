import { z } from 'zod'
import { CauseName, Count, DayText, EntityKey } from './values.ts'

const BandName = z.string().nullable().describe('null: in none.')

/** From which band to which accounts went within a period. */
export const BandChanges = z.object({
  score: z.string(),
  from: DayText,
  to: DayText,
  sentence: z.string(),
  cells: z
    .array(z.object({ from: BandName, to: BandName, accounts: Count }))
    .describe('Accounts by the band at the close before the period and at the close of its last day. Best first.'),
  members: z
    .array(z.object({ account: EntityKey }))
    .describe('Whom `was` and `is` ask for, by key, up to `limit`; empty without them.'),
  bands: z.array(
    z.object({
      band: z.string(),
      atStart: Count,
      atEnd: Count,
      entered: Count,
      left: Count,
      daily: z.array(Count).describe('Accounts in it at the close of each day of the period, the first day first.'),
      days: Count.describe('Closes within the period at which an account was in it, of all accounts.'),
      medianDays: z.number().nullable().describe('Of the stays that ended within the period; null: none did.'),
    }),
  ),
  crossings: z
    .array(
      z.object({
        account: EntityKey,
        name: z.string(),
        from: BandName,
        to: z.string(),
        day: DayText,
        after: z.number().nullable().describe('Days it had been in the band before.'),
        cause: CauseName,
      }),
    )
    .describe('Each entry into a band, the latest first.'),
  total: Count.describe('Crossings, also those beyond `limit`.'),
})

export const BandChangesQuery = z.strictObject({
  score: z.string().min(1).max(200).describe('A score of accounts, `activation`, or `onboarding`.'),
  from: DayText.optional().describe('First day; 27 days before the last when left out.'),
  to: DayText.optional().describe('Last day, a closed one; the last closed one when left out.'),
  replay: z
    .stringbool()
    .default(false)
    .describe('As it would have been decided day by day, for days before an import; takes as long as a replay does.'),
  stands: z
    .stringbool()
    .default(false)
    .describe(
      'The same as it stands since a close (`GET /standing/history`): as many days up to that one, and the bands of then. Where nothing stands, as decided.',
    ),
  was: z.string().min(1).max(200).optional().describe('With `is`: who was in this band before; `none` for no band.'),
  is: z.string().min(1).max(200).optional().describe('With `was`: who is in this band at the end; `none` for no band.'),
  limit: z.coerce.number().int().min(1).max(10_000).default(200),
})

export type BandChanges = z.infer<typeof BandChanges>
export type BandChangesQuery = z.infer<typeof BandChangesQuery>
