import { z } from 'zod'
import { Count, DayText, InstantText, LevelName, SignalTypeName, Suggestion } from './values.ts'

/** One entry of the signals catalogue. */
export const SignalRow = z.object({
  key: z.string(),
  title: z.string().describe('The key in words: "Seats going quiet".'),
  type: SignalTypeName,
  level: LevelName,
  sentence: z.string().describe('The definition in English.'),
  clock: z.enum(['trend', 'event']).describe('Judged at each day close, or at each matching event.'),
  enabled: z.boolean(),
  openCount: Count,
  opened28d: Count.describe('Alerts opened in the last 28 days.'),
  accounts28d: Count.describe('Accounts on which they did.'),
  acts28d: z
    .object({ done: Count, snoozed: Count, dismissed: Count })
    .describe('What was done about its tasks in the last 28 days.'),
  predicts: z.object({ outcome: z.string(), withinDays: z.number() }).nullable(),
  suggest: Suggestion.nullable(),
})
export const SignalList = z.object({ data: z.array(SignalRow) })

/** A signal that is on, as lists show it. */
export const OpenSignal = z.object({
  key: z.string(),
  title: z.string(),
  type: SignalTypeName,
  since: InstantText,
  sinceDay: DayText.describe('The day that was judged when it opened: a trend opens at the close of it.'),
})

export type SignalRow = z.infer<typeof SignalRow>
export type SignalList = z.infer<typeof SignalList>
export type OpenSignal = z.infer<typeof OpenSignal>
