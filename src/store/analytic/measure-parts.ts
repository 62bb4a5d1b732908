import type { FactKey } from '../../config/fact-key.ts'
import type { Measure, PropertyCondition } from '../../config/model.ts'

/** A measure with the dictionary id of its fact. */
export type MeasureRule = { readonly fact: number; readonly measure: Measure }

/** The measures that read an event, by the key of the event's own fact. */
export type MeasureIndex = ReadonlyMap<FactKey, readonly MeasureRule[]>

/** What an event adds to a measure: its scaled sum and its gauge reading (NaN: none). Null: it does not count. */
export type MeasurePart = { readonly sum: number; readonly gauge: number }

/**
 * Evaluates one measure on an event's properties. A gauge event without a numeric reading is no reading; a summed event without a
 * number still counts, adding 0.
 */
export function measurePart(measure: Measure, properties: unknown): MeasurePart | null {
  if (!measure.where.every((condition) => holds(condition, properties))) return null
  const value = measure.value === null ? Number.NaN : numberAt(properties, measure.value)
  if (measure.aggregate === 'gauge') return Number.isNaN(value) ? null : { sum: 0, gauge: value }
  const sum = measure.aggregate === 'sum' && !Number.isNaN(value) ? scaled(value, measure.scale) : 0
  return { sum, gauge: Number.NaN }
}

function numberAt(properties: unknown, path: string): number {
  const value = valueAt(properties, path)
  return typeof value === 'number' && Number.isFinite(value) ? value : Number.NaN
}

/** The property at a path: its whole name first, then step by step at the dots (`plan.name`). Only own properties. */
export function valueAt(properties: unknown, path: string): unknown {
  const plain = path.startsWith('properties.') ? path.slice('properties.'.length) : path
  const whole = ownValue(properties, plain)
  if (whole !== undefined) return whole
  return plain.split('.').reduce(ownValue, properties)
}

function ownValue(of: unknown, key: string): unknown {
  if (of === null || typeof of !== 'object' || !Object.hasOwn(of, key)) return undefined
  return (of as Record<string, unknown>)[key]
}

function holds({ path, op, value: wanted }: PropertyCondition, properties: unknown): boolean {
  const found = valueAt(properties, path)
  switch (op) {
    case 'is':
      return found === wanted
    case 'is_not':
      return found !== wanted
    case 'in':
      return Array.isArray(wanted) && wanted.includes(found)
    case 'contains':
      return typeof found === 'string' && typeof wanted === 'string' && found.includes(wanted)
    case 'gt':
      return typeof found === 'number' && typeof wanted === 'number' && found > wanted
    case 'gte':
      return typeof found === 'number' && typeof wanted === 'number' && found >= wanted
    case 'lt':
      return typeof found === 'number' && typeof wanted === 'number' && found < wanted
    case 'lte':
      return typeof found === 'number' && typeof wanted === 'number' && found <= wanted
    case 'is_set':
      return found !== undefined && found !== null
  }
}

/** Beyond 2^53 sums would no longer be exact; such a value counts as the largest there is. */
function scaled(value: number, scale: number): number {
  const rounded = Math.round(value * scale)
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, rounded))
}
