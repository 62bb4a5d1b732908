import { minorUnits } from '../../core/currency.ts'
import { parseDecimal, roundFraction } from '../../core/decimal.ts'
import { mapExport } from './exports/map-export.ts'
import type { MappedRow } from './mapped-row.ts'
import { type ColumnMapping, type From, isExport, type Mapping, type Row, type TimeFrom } from './mapping.ts'
import { readIso } from './read-iso.ts'

/** Turns a row into a Segment message (or a subscription record). `rowId` stands in where the mapping names no id. */
export function mapRow(row: Row, mapping: Mapping, rowId: string): MappedRow {
  return isExport(mapping) ? mapExport(row, mapping, rowId) : mapColumns(row, mapping, rowId)
}

function mapColumns(row: Row, mapping: ColumnMapping, rowId: string): MappedRow {
  const timestamp = readTime(row, mapping.time)
  if (timestamp === null)
    return { kind: 'refused', why: `${mapping.time.column} is no time: ${show(row.get(mapping.time.column))}` }
  const received = mapping.received === undefined ? null : readTime(row, mapping.received)
  const messageId = readText(row, mapping.id) ?? rowId
  const common = { messageId, timestamp, ...(received === null ? {} : { receivedAt: received }) }
  return mapping.type === 'subscription' ? mapSubscription(row, mapping, common) : mapTrack(row, mapping, common)
}

function mapTrack(row: Row, mapping: ColumnMapping, common: Record<string, unknown>): MappedRow {
  const event = readText(row, mapping.event)
  if (event === null) return { kind: 'refused', why: 'the row names no event' }
  const groupId = readText(row, mapping.account)
  const ids = {
    ...present('userId', readText(row, mapping.user)),
    ...present('anonymousId', readText(row, mapping.anonymous)),
  }
  const context = groupId === null ? {} : { context: { groupId } }
  return {
    kind: 'message',
    message: { type: 'track', event, ...ids, ...context, ...common, properties: readProperties(row, mapping) },
  }
}

function mapSubscription(row: Row, mapping: ColumnMapping, common: Record<string, unknown>): MappedRow {
  const columns = mapping.subscription
  const groupId = readText(row, mapping.account)
  if (columns === undefined || groupId === null)
    return { kind: 'refused', why: 'a subscription needs an account and the columns of `subscription`' }
  const currency = readText(row, columns.currency)
  const amount = readMonthly(row, columns, currency ?? '')
  const begin = readTime(row, columns.from)
  if (amount === null || begin === null)
    return { kind: 'refused', why: `the amount is no ${UNITS[columns.unit]}, or \`from\` no time` }
  const end = columns.to === undefined ? null : readTime(row, columns.to)
  const decided = columns.cancelDecidedAt === undefined ? null : readTime(row, columns.cancelDecidedAt)
  const status = present('status', readText(row, columns.status)?.toLowerCase() ?? null)
  const money = { mrrMinor: amount, currency, plan: readText(row, columns.plan), ...status }
  const record = {
    type: 'subscription',
    groupId,
    subscriptionId: readText(row, columns.id),
    ...money,
    from: begin,
    to: end,
    cancelDecidedAt: decided,
  }
  return { kind: 'message', message: { ...record, ...common } }
}

const UNITS = { minor: 'whole number of minor units', major: 'decimal number' } as const

/** Whole minor units a month, rounded once, half away from zero; null: no amount, or none that is exact. */
function readMonthly(row: Row, columns: NonNullable<ColumnMapping['subscription']>, currency: string): number | null {
  const amount = parseDecimal(readText(row, columns.amount) ?? '')
  const months = columns.months === undefined ? WHOLE : parseDecimal(readText(row, columns.months) ?? '')
  if (amount === null || months === null || months.numerator <= 0n) return null
  if (columns.unit === 'minor' && amount.numerator % amount.denominator !== 0n) return null
  const scale = columns.unit === 'major' ? BigInt(minorUnits(currency)) : 1n
  const monthly = roundFraction({
    numerator: amount.numerator * scale * months.denominator,
    denominator: amount.denominator * months.numerator,
  })
  return Number.isSafeInteger(monthly) ? monthly : null
}

const WHOLE = { numerator: 1n, denominator: 1n }

/** Columns that the mapping does not use otherwise, as a null-prototype record: a column may be called `__proto__`. */
function readProperties(row: Row, mapping: ColumnMapping): Record<string, unknown> {
  const used = usedBy(mapping)
  const properties: Record<string, unknown> = Object.create(null)
  for (const column of mapping.properties ?? row.keys()) {
    if (mapping.properties === undefined && used.has(column)) continue
    const value = row.get(column)
    if (value === undefined || value === null || value === '') continue
    properties[column] = mapping.numbers?.includes(column) === true ? numberOf(value) : value
  }
  return properties
}

/** Told once for each mapping: it is asked for with every row. */
const USED = new WeakMap<ColumnMapping, ReadonlySet<string>>()

export function usedBy(mapping: ColumnMapping): ReadonlySet<string> {
  const known = USED.get(mapping)
  if (known !== undefined) return known
  const used = new Set(usedColumns(mapping))
  USED.set(mapping, used)
  return used
}

export function numberOf(value: unknown): unknown {
  return typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value
}

/** Every column that a mapping names, for the check that the file has them. An export has the columns that it has. */
export function usedColumns(mapping: Mapping): string[] {
  if (isExport(mapping)) return []
  const { event, user, anonymous, account, id, time, received, subscription } = mapping
  const parts = [event, user, anonymous, account, id, time, received, ...Object.values(subscription ?? {})]
  return parts.flatMap((part) => (typeof part === 'object' && 'column' in part ? [part.column] : []))
}

export function readText(row: Row, source: From | undefined): string | null {
  if (source === undefined) return null
  const value = 'constant' in source ? source.constant : row.get(source.column)
  return value === null || value === undefined || value === '' ? null : String(value)
}

/** ISO text of a time, or null when it is none. */
export function readTime(row: Row, source: TimeFrom): string | null {
  const value = row.get(source.column)
  if (value === null || value === undefined || value === '') return null
  const at =
    source.unit === 'iso'
      ? (readIso(value, source.zone) ?? Number.NaN)
      : Number(value) * { s: 1000, ms: 1, us: 0.001 }[source.unit]
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) return null
  return typeof value === 'string' && isCommonForm(value) ? value : new Date(at).toISOString()
}

/** `2026-03-01T09:30:00.000Z`, of a text that is a time: nothing else has these letters there, and it would be written the same again. */
function isCommonForm(text: string): boolean {
  return text.length === 24 && text[10] === 'T' && text[19] === '.' && text[23] === 'Z'
}

function present(key: string, value: string | null): Record<string, string> {
  return value === null ? {} : { [key]: value }
}

function show(value: unknown): string {
  return JSON.stringify(value)?.slice(0, 100) ?? 'missing'
}
