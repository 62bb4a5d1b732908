import { z } from 'zod'
import { Count, DayText, InstantText } from './values.ts'

/** A property as the latest events have it. */
export const EventProperty = z.object({
  name: z.string(),
  share: z.number().describe('Of the latest events, 0 to 1.'),
  type: z.enum(['text', 'number', 'yes or no', 'list', 'object']),
  example: z.string(),
})

/** One name under which events came, or that the configuration lists. */
export const EventName = z.object({
  name: z.string(),
  call: z.enum(['track', 'page', 'screen']),
  key: z.string().nullable().describe('Of the configuration; null: it does not list the name.'),
  kind: z.string().describe('core, team, data, depth, intent, support or other.'),
  feature: z.string().nullable(),
  owner: z.string().nullable(),
  events: Count,
  excluded: Count.describe('Beside these, left out of every number by the rules of exclusion.'),
  withoutAccount: Count,
  people: Count,
  accounts: Count,
  first: InstantText.nullable().describe('null: it never came.'),
  last: InstantText.nullable(),
  recent: Count.describe('In the last 28 days up to the last event of all.'),
  before: Count.describe('In the 28 days before these.'),
  properties: z.array(EventProperty).describe('Of its latest 50 events, those that most have first.'),
  propertyNames: Count.describe('Different names of properties in its latest 50 events; at most 60 are listed.'),
  sample: z.record(z.string(), z.unknown()).nullable().describe('Properties of its latest event.'),
  missing: z
    .array(z.object({ property: z.string(), share: z.number() }))
    .describe(
      'Properties that the configuration asks for, with the share of the latest events that lack them or hold something else.',
    ),
  alarm: z
    .object({ since: DayText, heard: Count, usual: z.number() })
    .nullable()
    .describe('Far fewer accounts than usual send it: tracking may be broken.'),
})

/** Names that look like one event. */
export const EventCluster = z.object({
  name: z.string().describe('The most frequent.'),
  call: z.string(),
  count: Count,
  others: z.array(
    z.object({
      name: z.string(),
      count: Count,
      why: z.enum(['capitals', 'separators', 'word forms', 'typo', 'renamed']),
      together: Count.describe('Times both were sent for one act: as an alias these would count twice.'),
      listed: z.boolean().describe('It is an alias of the configuration already.'),
    }),
  ),
})

export const EventDictionary = z.object({
  data: z.array(EventName).describe('Most frequent first.'),
  total: Count.describe('Names that fit the question.'),
  unknown: Count.describe('Names that the configuration does not list.'),
  clusters: z.array(EventCluster),
  cap: z.object({
    names: Count.describe('Different names kept.'),
    limit: Count,
    over: Count.describe('Events of further names, which are counted as one.'),
  }),
  excluded: Count,
  without_account: Count,
})

export const DictionaryQuery = z.strictObject({
  q: z.string().max(200).optional().describe('Part of the name, the key or the owner.'),
  show: z
    .enum(['all', 'unknown', 'missing', 'alarm', 'silent'])
    .default('all')
    .describe(
      'unknown: not in the configuration; missing: lacks properties; alarm: hardly sent now; silent: not in the last 28 days.',
    ),
  limit: z.coerce.number().int().min(1).max(5_000).default(200),
})

export type EventProperty = z.infer<typeof EventProperty>
export type EventName = z.infer<typeof EventName>
export type EventCluster = z.infer<typeof EventCluster>
export type EventDictionary = z.infer<typeof EventDictionary>
export type DictionaryQuery = z.infer<typeof DictionaryQuery>
