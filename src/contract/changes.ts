import { z } from 'zod'
import { Count, DayText, EntityKey, InstantText } from './values.ts'

/** One definition that a configuration changed. */
export const DefinitionChange = z.object({
  subject: z.enum(['signal', 'score', 'milestone']),
  key: z.string(),
  what: z
    .enum(['added', 'removed', 'redefined', 'threshold', 'switched_on', 'switched_off', 'reworded'])
    .describe('`threshold`: only a number of its condition; `reworded`: only what is suggested to whom.'),
  was: z.string().nullable().describe('Its definition in words; null: it was not there.'),
  now: z.string().nullable(),
})

/** A setting that somebody laid over the configuration file. */
export const SettingChange = z.object({
  path: z.string(),
  value: z.string().nullable().describe('null: back to what the file says.'),
  by: z.string(),
  at: InstantText,
})

const day = DayText.describe('The first day on which it shows.')

export const ConfigChange = z.object({
  kind: z.literal('config'),
  day,
  at: InstantText,
  hash: z.string(),
  first: z.boolean().describe('The first configuration that was in force.'),
  readable: z.boolean().describe('false: another version of Telltale kept it or the one before, in another form.'),
  settings: z.array(SettingChange).describe('Those set since the one before; empty: the file changed.'),
  definitions: z.array(DefinitionChange),
  rebuilt: z.array(z.string()).describe('Why everything was built again from the events; empty: it was not.'),
  worklist: z.boolean().describe('Who does what differs.'),
  opened: Count.describe('Episodes of signals that it opened, silently.'),
  closed: Count,
})

export const IncidentChange = z.object({
  kind: z.literal('incident'),
  day,
  last: DayText,
  lasts: z.boolean(),
  events: z.array(z.string()),
})

export const ImportChange = z.object({
  kind: z.literal('import'),
  day,
  log: z.string(),
  events: Count.describe('Messages that were kept.'),
  refused: Count,
  from: DayText.nullable().describe('The day of the first event that it brought.'),
  to: DayText.nullable(),
})

export const MergeChange = z.object({
  kind: z.literal('merge'),
  day,
  at: InstantText,
  account: EntityKey,
  into: EntityKey,
})

export const SplitChange = z.object({
  kind: z.literal('split'),
  day,
  at: InstantText,
  account: EntityKey.describe('Whose people they were.'),
  into: EntityKey,
  people: Count,
  from: DayText.describe('The day from which on what they did is of `into`.'),
})

export const ReleaseChange = z.object({
  kind: z.literal('release'),
  day,
  at: InstantText.describe('When it was told.'),
  id: z.number().int(),
  name: z.string(),
  note: z.string(),
  by: z.string(),
})

export const Change = z.discriminatedUnion('kind', [
  ConfigChange,
  IncidentChange,
  ImportChange,
  MergeChange,
  SplitChange,
  ReleaseChange,
])

export const ChangesQuery = z.strictObject({
  from: DayText.optional().describe('The first day; default: all.'),
  to: DayText.optional(),
  kind: z.enum(['config', 'incident', 'import', 'merge', 'split', 'release']).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
})

export const ChangeLog = z.object({
  data: z.array(Change).describe('Newest first.'),
  total: Count.describe('Of that question, before the limit.'),
  byKind: z
    .object({ config: Count, incident: Count, import: Count, merge: Count, split: Count, release: Count })
    .describe('Of those days.'),
})

export type DefinitionChange = z.infer<typeof DefinitionChange>
export type SettingChange = z.infer<typeof SettingChange>
export type ConfigChange = z.infer<typeof ConfigChange>
export type Change = z.infer<typeof Change>
export type ChangesQuery = z.infer<typeof ChangesQuery>
export type ChangeLog = z.infer<typeof ChangeLog>
