import { z } from 'zod'
import { InstantText } from './values.ts'

/** One time that an outcome came. */
export const OutcomeDate = z.object({
  decided: InstantText.describe('When it was certain to come: the decision to cancel when known, else as `effective`.'),
  effective: InstantText.nullable().describe('When it takes effect; null: that is not said yet.'),
  known: InstantText.describe('Since when we can tell. Events are known to the day.'),
})

/** An outcome of the configuration for one account. */
export const OutcomeStanding = z.object({
  outcome: z.string(),
  sentence: z.string().describe('The definition in English.'),
  standing: z
    .enum(['happened', 'pending', 'not', 'unknown'])
    .describe('`not`: it can come no more. `unknown`: it cannot be told, such as growth across two currencies.'),
  dates: z.array(OutcomeDate).describe('In order of the decision; leaving, growing and events may come several times.'),
})

/** Whether the outcome that a signal predicts came after the episode opened. */
export const EpisodeOutcome = z.object({
  name: z.string(),
  state: z
    .enum(['followed', 'pending', 'not', 'unknown'])
    .describe(
      '`pending`: the days of the prediction are not over. `unknown`: it cannot be told, had been decided before the episode opened, or nobody paid who could leave.',
    ),
  at: InstantText.nullable().describe('When it was decided; null unless it followed.'),
  noticeDays: z.number().nullable().describe('Days of 24 hours from the opening to the decision.'),
})

export type OutcomeDate = z.infer<typeof OutcomeDate>
export type OutcomeStanding = z.infer<typeof OutcomeStanding>
export type EpisodeOutcome = z.infer<typeof EpisodeOutcome>
