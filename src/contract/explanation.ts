import { z } from 'zod'
import { CauseName, DayText, InstantText, LevelName, SignalTypeName } from './values.ts'

const Part = z.object({ label: z.string(), value: z.number().nullable(), unit: z.string() })

export const MadeOf = z
  .object({ how: z.enum(['ratio', 'change', 'difference', 'between']), top: Part, bottom: Part })
  .nullable()
  .describe(
    'The two numbers a ratio, change or difference is made from: now and before, or above and below the line; between: the 95 % interval of a forecast.',
  )

/** One compared number of a condition, with what is missing to turn it. */
export const Comparison = z.object({
  label: z.string().describe('"active members in the last 28 days"'),
  quantity: z.string(),
  value: z.number().nullable().describe('null: unknown.'),
  text: z
    .string()
    .nullable()
    .describe('The value of a comparison that is not about a number: a property or a segment.'),
  op: z.string(),
  threshold: z.union([z.number(), z.string()]).nullable(),
  unit: z.string(),
  distance: z
    .number()
    .nullable()
    .describe('How much the value must change for the comparison to turn, unsigned; null where there is no number.'),
  holds: z.boolean().nullable(),
  parts: MadeOf,
  sentence: z.string(),
  events: z
    .object({ names: z.array(z.string()), from: DayText, to: DayText })
    .nullable()
    .describe('The events the number was made from: names and days, for the events list.'),
})

export const ExplainedCondition = z.object({
  role: z.enum(['for', 'when', 'until']),
  sentence: z.string(),
  holds: z.boolean().nullable(),
  needed: z.number().int().nullable().describe('How many of the comparisons are enough; null: see the sentence.'),
  comparisons: z.array(Comparison),
})

/** Why one signal is on or off for one entity as of a moment. */
export const Explanation = z.object({
  signal: z.string(),
  title: z.string(),
  type: SignalTypeName,
  level: LevelName,
  clock: z.enum(['trend', 'event']).describe('Judged at the close of each day, or at each matching event.'),
  state: z.enum(['on', 'off', 'unknown', 'not_applicable', 'disabled']),
  since: InstantText.nullable(),
  sinceDay: DayText.nullable().describe('The day that was judged when it opened: a trend opens at the close of it.'),
  sentence: z.string().describe('Why, in one sentence with numbers.'),
  change: z
    .object({
      since: DayText,
      before: z.number().describe('The mean week before.'),
      after: z.number().describe('The mean week since.'),
      trend: z.number().nullable().describe('By which share a week changes from the one before.'),
    })
    .nullable()
    .describe(
      'Of a detector of single weeks that is on: since when the weeks lie on another level; null: it cannot be told.',
    ),
  definition: z.string().describe('The definition in English.'),
  conditions: z.array(ExplainedCondition),
  suggest: z.string().nullable(),
})

/** What was compared at the moment an episode opened or closed. */
export const ComparedValue = z.object({
  label: z.string(),
  quantity: z.string(),
  value: z.number().nullable(),
  op: z.string(),
  threshold: z.number(),
  holds: z.boolean().nullable(),
})

export const EvidenceItem = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('event'),
    name: z.string(),
    messageId: z.string(),
    ts: InstantText,
    actor: z.string(),
    knownAt: InstantText.nullable().describe('When it came in; null: decided by a version that did not keep it.'),
  }),
  z.object({
    kind: z.literal('days'),
    label: z.string(),
    days: z.array(
      z.object({
        day: DayText,
        n: z.number(),
        knownDay: DayText.nullable().describe(
          'The day on which the last of these became known; null: decided by a version that did not keep it.',
        ),
      }),
    ),
  }),
  z
    .object({
      kind: z.literal('gauge'),
      label: z.string(),
      value: z.number(),
      day: DayText.describe('On which it was reported.'),
      knownDay: DayText.describe('On which that became known.'),
    })
    .describe('The last level that was reported.'),
  z
    .object({
      kind: z.literal('entitlement'),
      label: z.string(),
      trait: z.string().describe('The property that sets the limit: the plan, or the limit itself.'),
      said: z.union([z.string(), z.number(), z.boolean()]).describe('What that property was.'),
      limit: z.number().nullable().describe('null: no limit.'),
      from: InstantText.describe('From when the property is valid.'),
      knownAt: InstantText.describe('Since when that is known.'),
    })
    .describe('The limit that a number was held against.'),
])

/** One change of an episode: what, when, why. */
export const EpisodeChange = z.object({
  what: z.enum(['opened', 'escalated', 'closed']),
  at: InstantText,
  asOf: DayText,
  cause: CauseName,
  values: z.array(ComparedValue),
  evidence: z.array(EvidenceItem),
})

export type MadeOf = z.infer<typeof MadeOf>
export type Comparison = z.infer<typeof Comparison>
export type ExplainedCondition = z.infer<typeof ExplainedCondition>
export type Explanation = z.infer<typeof Explanation>
export type ComparedValue = z.infer<typeof ComparedValue>
export type EvidenceItem = z.infer<typeof EvidenceItem>
export type EpisodeChange = z.infer<typeof EpisodeChange>
