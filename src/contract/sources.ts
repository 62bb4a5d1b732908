import { z } from 'zod'
import { SOURCE_NAMES } from '../core/source-names.ts'
import { Count, InstantText, Money } from './values.ts'

export const SyncTarget = z.object({
  target: z.string(),
  rows: Count.describe('Rows that were read.'),
  new: Count,
  changed: Count,
  ended: Count.describe('Rows that were there before and are not any more.'),
  refused: Count.describe('Rows that could not be told; the quarantine has them.'),
  messages: Count.describe('What was written to the log.'),
  history: z.boolean().describe('Read for the first time: a history, which sets nothing off.'),
})

export const SourceName = z.enum(SOURCE_NAMES)

export const SyncAnswer = z.object({
  source: SourceName,
  at: InstantText.describe('The moment as of which everything was read.'),
  targets: z.array(SyncTarget),
})

export const SyncRequest = z.strictObject({
  restart: z.boolean().default(false).describe('Reads everything again, as if for the first time.'),
})

export const SyncPreview = z.object({
  source: z.literal('postgres'),
  targets: z.array(
    z.object({
      target: z.string(),
      sql: z.string(),
      history: z.boolean(),
      from: z.string().nullable().describe('The cursor from which on rows are read; null: all rows.'),
      expected: Count.describe('How many rows the database expects to give.'),
      columns: z.array(z.object({ name: z.string(), type: z.string(), becomes: z.string() })),
      sample: z.array(z.record(z.string(), z.unknown())).describe('What the first rows become.'),
    }),
  ),
})

export const SourceRow = z.object({
  source: SourceName,
  everyMinutes: z.number().nullable().describe('How often a server reads it; null: only when told to.'),
  variable: z.string().describe('The environment variable with its address or key.'),
  isSet: z.boolean().describe('Whether it is set where this is answered.'),
  running: z.object({ target: z.string(), rows: Count }).nullable(),
  last: z
    .object({
      at: InstantText,
      error: z.object({ code: z.string(), message: z.string() }).nullable(),
      targets: z.array(SyncTarget),
    })
    .nullable(),
})
export const SourceList = z.object({ data: z.array(SourceRow) })

/** A customer who pays and of whom no rule says which account it is. */
export const UnmatchedCustomer = z.object({
  customer: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  subscriptions: Count.describe('Those in force.'),
  mrr: z.array(Money).describe('A month, by currency.'),
})
export const UnmatchedList = z.object({
  data: z.array(UnmatchedCustomer).describe('The largest first.'),
  mrr: z.array(Money).describe('Of all of them: what no account is said to pay.'),
  unpriced: z
    .array(z.object({ subscription: z.string(), reason: z.string() }))
    .describe('Whose amount cannot be told.'),
})

export type SourceName = z.infer<typeof SourceName>
export type UnmatchedCustomer = z.infer<typeof UnmatchedCustomer>
export type UnmatchedList = z.infer<typeof UnmatchedList>
export type SyncTarget = z.infer<typeof SyncTarget>
export type SyncAnswer = z.infer<typeof SyncAnswer>
export type SyncRequest = z.infer<typeof SyncRequest>
export type SyncPreview = z.infer<typeof SyncPreview>
export type SourceRow = z.infer<typeof SourceRow>
export type SourceList = z.infer<typeof SourceList>
