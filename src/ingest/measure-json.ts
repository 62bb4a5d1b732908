export const MAX_DEPTH = 64
export const MAX_ITEM_BYTES = 32 * 1_024

/** How much more than 32 KB is let through: what browsers add to an event after its SDK has measured it. */
export const ITEM_SLACK_BYTES = 512

/** A character takes at most six bytes, as in \u0001; so does a byte that was sent, when it is written again: 1e20 has 21 digits. */
export const SURELY_SMALL = MAX_ITEM_BYTES / 6
/** A large number that `quoteLargeNumbers` keeps as text counts as the number it was. */
const MARKED_NUMBER = /"\\u0000\\u0000([^"]*)"/g

/** Bytes of a message as JSON text where that is more than is taken; infinite when it is nested too deep; 0 when it may pass. */
export function excessBytes(item: unknown): number {
  const characters = measureJson(item)
  if (characters <= SURELY_SMALL) return 0
  if (characters === Number.POSITIVE_INFINITY) return characters
  const bytes = Buffer.byteLength(JSON.stringify(item).replace(MARKED_NUMBER, '$1'))
  return bytes > MAX_ITEM_BYTES + ITEM_SLACK_BYTES ? bytes : 0
}

/** About how long a parsed JSON value is as text, in characters; infinite when it is nested deeper than `MAX_DEPTH` (`depth` is that of the value itself). */
export function measureJson(value: unknown, depth = 1): number {
  if (typeof value === 'string') return value.length + 2
  if (value === null || typeof value !== 'object') return 4
  if (depth > MAX_DEPTH) return Number.POSITIVE_INFINITY
  return Array.isArray(value) ? measureList(value, depth) : measureRecord(value as Record<string, unknown>, depth)
}

function measureList(list: readonly unknown[], depth: number): number {
  let length = 2
  for (let i = 0; i < list.length; i++) length += 1 + measureJson(list[i], depth + 1)
  return length
}

/** Text and numbers are measured in place: every event that arrives comes through here. */
function measureRecord(record: Record<string, unknown>, depth: number): number {
  let length = 2
  for (const key in record) {
    const value = record[key]
    length += key.length + 4
    if (typeof value === 'string') length += value.length + 2
    else length += typeof value === 'object' ? measureJson(value, depth + 1) : 4
  }
  return length
}
