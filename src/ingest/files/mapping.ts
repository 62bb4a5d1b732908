import { z } from 'zod'
import { isTimezone } from '../../core/time.ts'

/** Where a value of the canonical message comes from: a column of the row, or the same for all rows. */
const from = z.union([z.strictObject({ column: z.string().min(1) }), z.strictObject({ constant: z.string() })])

const timezone = z.string().max(100).refine(isTimezone, 'no time zone, such as Europe/Berlin')

const time = z.strictObject({
  column: z.string().min(1),
  /** `iso` also takes text without zone, read as what the clocks of `zone` showed. */
  unit: z.enum(['iso', 's', 'ms', 'us']).default('iso'),
  /** IANA name; default UTC. */
  zone: timezone.optional(),
})

/**
 * How rows of a foreign file become messages. Saved beside the file as JSON, so that the next import needs no flags.
 * Rows without `id` get one from their content, so that importing the same or an overlapping file again changes nothing.
 */
const columnMappingSchema = z.strictObject({
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
  /** Properties whose text is a number, as in CSV, where nothing else says so; what is none stays text. */
  numbers: z.array(z.string()).optional(),
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

/** Tools whose exports are read as they are. */
export const EXPORT_FORMATS = ['segment', 'posthog', 'amplitude', 'mixpanel'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

const exportMappingSchema = z.strictObject({
  type: z.enum(EXPORT_FORMATS),
  /** Which kind of group is the account, such as `company`; of Mixpanel the property, of Segment the column. Default: the one that is called like a company. */
  group: z.string().min(1).max(200).optional(),
  /** Where times without a zone were shown; default UTC. */
  timezone: timezone.optional(),
})

export const mappingSchema = z.union([exportMappingSchema, columnMappingSchema])

export type ColumnMapping = z.output<typeof columnMappingSchema>
export type ExportMapping = z.output<typeof exportMappingSchema>
export type Mapping = ColumnMapping | ExportMapping

export function isExport(mapping: Mapping): mapping is ExportMapping {
  return (EXPORT_FORMATS as readonly string[]).includes(mapping.type)
}

/** As it is written: defaults may be left out. */
export type MappingInput = z.input<typeof mappingSchema>
export type From = z.output<typeof from>
export type TimeFrom = z.output<typeof time>

/** A row of a file: columns by name, as the reader found them. */
export type Row = ReadonlyMap<string, unknown>
