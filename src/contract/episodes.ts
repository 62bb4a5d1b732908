import { z } from 'zod'
import { EpisodeChange } from './explanation.ts'
import { EpisodeOutcome } from './outcomes.ts'
import { PAGE_LIMIT_DEFAULT, pageOf, pageQuery, REPLAY_LIMIT_MAX } from './page.ts'
import { DayText, EntityKey, EntityReference, InstantText, SignalTypeName } from './values.ts'

/** One stretch of time in which a signal is on for an entity. Its id is made of signal, entity and ordinal, never of a time. */
export const EpisodeRow = z.object({
  id: z.string(),
  signal: z.string(),
  title: z.string(),
  type: SignalTypeName,
  entity: EntityReference,
  entityName: z.string(),
  ordinal: z.number().int().min(1),
  openedAt: InstantText,
  closedAt: InstantText.nullable().describe('null: still open.'),
  escalatedAt: InstantText.nullable(),
  changes: z.array(EpisodeChange).describe('In order; the first is the opening.'),
  outcome: EpisodeOutcome.nullable().describe(
    'What became of the outcome that the signal predicts, of a person in the only account at the opening; null: it predicts none. A notice of the stream comes too early to tell, and has null.',
  ),
})
export const EpisodePage = pageOf(EpisodeRow)

export const EpisodeQuery = z.strictObject({
  ...pageQuery,
  signal: z.string().min(1).max(200).optional(),
  type: SignalTypeName.optional(),
  account: EntityKey.optional(),
  person: EntityKey.optional(),
  state: z.enum(['open', 'closed', 'any']).default('any'),
  since: InstantText.optional().describe('Opened, escalated or closed at or after.'),
  evidence: z
    .enum(['with', 'without'])
    .optional()
    .describe(
      'With when left out; `without`: changes come with an empty list of evidence, for long lists that show none.',
    ),
})

/** Which days to judge again; the last 28 closed ones when left out. */
export const ReplayQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(REPLAY_LIMIT_MAX).default(PAGE_LIMIT_DEFAULT),
  signal: z.string().min(1).max(200).optional(),
  account: EntityKey.optional(),
  from: DayText.optional(),
  to: DayText.optional(),
  configAsOf: DayText.optional().describe(
    'With the config in force at the close of this day; the present one when left out.',
  ),
})

/** What the stream sends: `id:` of the server-sent event is `sequence`. */
export const EpisodeNotice = z.object({
  sequence: z.number().int().nonnegative().describe('Of the transition log; send it back as Last-Event-ID.'),
  what: z.enum(['opened', 'escalated', 'closed']),
  episode: EpisodeRow,
})

export type EpisodeRow = z.infer<typeof EpisodeRow>
export type EpisodePage = z.infer<typeof EpisodePage>
export type EpisodeQuery = z.infer<typeof EpisodeQuery>
export type ReplayQuery = z.infer<typeof ReplayQuery>
export type EpisodeNotice = z.infer<typeof EpisodeNotice>
