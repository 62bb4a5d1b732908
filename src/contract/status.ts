import { z } from 'zod'
import { Count, DayText, InstantText } from './values.ts'

/** How fresh everything is, and what was left out. */
export const ServerStatus = z.object({
  product: z.string(),
  version: z.string(),
  demo: z.boolean(),
  timezone: z.string(),
  now: InstantText.describe("The server's clock."),
  today: DayText,
  asOf: DayText.nullable().describe('The last closed day; null before the first.'),
  state: z.enum(['ready', 'catching_up', 'importing']),
  applied: z.array(z.object({ log: z.string(), n: z.number().int() })),
  lagSeconds: z.number().nullable().describe('Age of the oldest event that is not applied yet; 0: none waits.'),
  firstDay: DayText.nullable().describe('Of the first event; null: there is none.'),
  lastEventAt: InstantText.nullable(),
  lastArrivalAt: InstantText.nullable(),
  counts: z.object({
    events: Count,
    facts: Count,
    accounts: Count,
    persons: Count,
    quarantined: Count,
    excluded: Count,
    signals: Count,
    openEpisodes: Count,
  }),
  withoutAccount: z.record(z.string(), Count).describe('Events that belong to no account, by reason.'),
  unattributed: z
    .array(z.object({ reason: z.string(), events: Count, what: z.string(), mend: z.string() }))
    .describe('The same with what it means and the mend, only the reasons that there are.'),
  unclaimed: z
    .array(z.object({ account: z.string(), events: Count }))
    .describe(
      'Accounts whose members belong to another one too and did not say which they meant, the most such events first, at most ten: where these matter, no signal opens or closes.',
    ),
  memberless: z
    .object({ accounts: Count, of: Count, named: z.array(z.string()) })
    .describe(
      'Accounts with events in the last 28 days that have no member: how many, of how many with events, and those that did most, at most ten.',
    ),
  segments: z.array(z.string()).describe('Keys of the segments of accounts that the configuration has.'),
  outcomes: z
    .array(
      z.object({
        key: z.string(),
        kind: z.string(),
        days: z.object({ from: Count, to: Count }).nullable().describe('Of retained: from which day of age to which.'),
      }),
    )
    .describe('The outcomes of the configuration.'),
  warnings: z.record(z.string(), Count),
  config: z
    .object({ hash: z.string(), path: z.string().nullable() })
    .describe('path null: the built-in configuration.'),
})
export type ServerStatus = z.infer<typeof ServerStatus>
