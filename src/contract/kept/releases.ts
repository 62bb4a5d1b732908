import { z } from 'zod'
import { DayText, InstantText, PersonName } from '../values.ts'

/** A version of the product that went out, as charts mark it. */
export const ReleaseRow = z.object({
  id: z.number().int(),
  name: z.string(),
  note: z.string(),
  day: DayText,
  by: z.string(),
  at: InstantText.describe('When it was told.'),
})

export const ReleaseRequest = z.strictObject({
  name: z.string().trim().min(1).max(200).describe('"2.4", "New onboarding".'),
  note: z.string().trim().max(2_000).default('').describe('What it brought.'),
  day: DayText.optional().describe('The first day with it; today when left out.'),
  by: PersonName.optional().describe('Who tells it, where a key asks; who is signed in is known.'),
})

export type ReleaseRow = z.infer<typeof ReleaseRow>
export type ReleaseRequest = z.infer<typeof ReleaseRequest>
