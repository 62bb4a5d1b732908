import { z } from 'zod'
import { Ruling } from './proofs/proof-parts.ts'
import { Count, DayText } from './values.ts'

/** The verdict on a signal, score, milestone or pulse that stands, and how it came to. */
export const VerdictRow = z.object({
  kind: z.enum(['signal', 'pulse', 'score', 'milestone']),
  name: z.string(),
  title: z.string(),
  outcome: z.string(),
  ruling: Ruling,
  reasons: z.array(z.string()),
  sentence: z.string(),
  contender: Ruling.nullable().describe('Another ruling, found once so far; a second week in a row makes it stand.'),
  drifts: z
    .boolean()
    .describe('It tells less lately than before: its alerts are right less often, or its bands are filled otherwise.'),
  drifts_since: DayText.nullable().describe('Since when it does; null: it does not, or that cannot be said.'),
  drift_sentence: z.string().nullable().describe('What changed, and since when; null: nothing did.'),
  still_needed: z
    .object({ of: z.enum(['cases', 'outcomes']), have: Count, need: Count, weeks: Count.nullable() })
    .nullable()
    .describe('What would settle it; weeks null: not within a year.'),
  since: DayText.describe('Monday of the week since which it stands.'),
  history: z.array(z.object({ week: DayText, ruling: Ruling, found: Ruling })),
})
export const VerdictList = z.object({
  week: DayText.nullable().describe('Monday of the last recomputation; null: there was none yet.'),
  data: z.array(VerdictRow),
})
export type VerdictRow = z.infer<typeof VerdictRow>
export type VerdictList = z.infer<typeof VerdictList>
