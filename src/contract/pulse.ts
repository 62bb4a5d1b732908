import { z } from 'zod'
import { DayText, EntityKey, InstantText, PersonName } from './values.ts'

export const PulseColour = z.enum(['red', 'yellow', 'green'])

/** What a person thinks of an account. It stands beside the scores, and is in none of them. */
export const Pulse = z.object({
  account: EntityKey,
  colour: PulseColour,
  note: z.string(),
  until: DayText.describe('The last day on which it holds.'),
  by: z.string(),
  at: InstantText,
})
export const PulseAnswer = z.object({ pulse: Pulse.nullable().describe('null: nothing is said any more.') })
export const PulseList = z.object({ data: z.array(Pulse) })

export const PulseRequest = z.strictObject({
  colour: PulseColour.nullable().describe('null: takes back what was said.'),
  note: z.string().trim().max(2_000).default(''),
  until: DayText.optional().describe(
    'The last day on which it holds, not before today; 90 days from today when left out.',
  ),
  by: PersonName.describe('Whose judgement it is.'),
})

export type PulseColour = z.infer<typeof PulseColour>
export type Pulse = z.infer<typeof Pulse>
export type PulseAnswer = z.infer<typeof PulseAnswer>
export type PulseList = z.infer<typeof PulseList>
export type PulseRequest = z.infer<typeof PulseRequest>
