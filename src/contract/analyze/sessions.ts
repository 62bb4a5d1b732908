import { z } from 'zod'
import {
  answerFields,
  BreakdownValue,
  breakdownFields,
  Cell,
  commonFields,
  EventRef,
  ReadyDay,
  WholeIntervals,
} from './question.ts'

export const SessionsQuery = z.strictObject({
  ...commonFields,
  ...breakdownFields,
  interval: WholeIntervals,
  event: EventRef.optional().describe('Only sessions of these events; default: of everything that is activity.'),
  gap_seconds: z
    .number()
    .int()
    .min(1)
    .max(7 * 86_400)
    .default(1800)
    .describe('A longer pause begins a new session.'),
  cap_seconds: z
    .number()
    .int()
    .min(1)
    .max(30 * 86_400)
    .default(86_400)
    .describe('An event later than this after the session began begins a new one.'),
  session_property: z
    .string()
    .min(1)
    .max(300)
    .optional()
    .describe(
      'An event property that holds the id of the session: it decides, not pauses; events without it are in none.',
    ),
  actors_of: z
    .strictObject({ bounced: z.boolean().default(false), value: BreakdownValue.optional() })
    .optional()
    .describe('Lists who had a session (of this value, by its first event); bounced: one of a single event.'),
})

const numbers = {
  sessions: z.number(),
  actors: z.number().describe('Actors with a session.'),
  bounces: z.number().describe('Sessions of a single event.'),
  bounce_rate: Cell,
  average_duration_seconds: Cell,
  median_duration_seconds: Cell,
  average_events: Cell,
  average_key_actions: Cell,
}

export const SessionsAnswer = z.object({
  ...answerFields,
  sessions: numbers.sessions,
  actors_with_sessions: numbers.actors,
  durations: z
    .array(z.number())
    .describe('Seconds from the first to the last event, session by session as they began; the first 10,000.'),
  events_per_session: z.array(z.number()),
  key_actions_per_session: z.array(z.number()).describe('Active events: kinds core, team, data and depth.'),
  bounces: numbers.bounces,
  bounce_rate: numbers.bounce_rate,
  average_duration_seconds: numbers.average_duration_seconds,
  median_duration_seconds: numbers.median_duration_seconds,
  average_events: numbers.average_events,
  average_key_actions: numbers.average_key_actions,
  still_open: z.number().describe('Sessions that may go on; they are not counted yet.'),
  ready: ReadyDay,
  buckets: z.array(z.object({ value: BreakdownValue, other: z.boolean(), ...numbers })).optional(),
})

export type SessionsQuery = z.infer<typeof SessionsQuery>
export type SessionsAnswer = z.infer<typeof SessionsAnswer>
