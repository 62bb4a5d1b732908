import { z } from 'zod'

/** Where a value of the canonical message comes from: a column of the row, or the same for all rows. */
const from = z.union([z.strictObject({ column: z.string().min(1) }), z.strictObject({ constant: z.string() })])

const time = z.strictObject({
  column: z.string().min(1),
  /** `iso` also takes text without zone, read as UTC. */
  unit: z.enum(['iso', 's', 'ms', 'us']).default('iso'),
})

/**
 * How rows of a foreign file become messages. Saved beside the file as JSON, so that the next import needs no flags.
 * Rows without `id` get one from their content, so that importing the same or an overlapping file again changes nothing.
 */
export const mappingSchema = z.strictObject({
  type: z.enum(['track', 'subscription']).default('track'),
  event: from.optional(),
  user: from.optional(),
  anonymous: from.optional(),
  account: from.optional(),
  id: from.optional(),
  time,
  /** When the row became known to the company; without it the time itself is taken, and marked as assumed. */
  received: time.optional(),
  /** Columns kept as properties; default: all that are not used above. */
  properties: z.array(z.string()).optional(),
  subscription: z
    .strictObject({
      id: from,
      plan: from.optional(),
      amount: from,
      /** Whether amounts are whole minor units (cents) or decimals of the currency, such as 49.90. */
      unit: z.enum(['minor', 'major']).default('minor'),
      /** For how many months an amount is: 12 for what is paid by the year. */
      months: from.optional(),
      status: from.optional(),
      currency: from,
      from: time,
      to: time.optional(),
      cancelDecidedAt: time.optional(),
    })
    .optional(),
})

export type Mapping = z.output<typeof mappingSchema>
/** As it is written: defaults may be left out. */
export type MappingInput = z.input<typeof mappingSchema>
export type From = z.output<typeof from>
export type TimeFrom = z.output<typeof time>

/** A row of a file: columns by name, as the reader found them. */
export type Row = ReadonlyMap<string, unknown>
