export const MAX_DEPTH = 64
export const MAX_ITEM_BYTES = 32 * 1_024

/** The smallest overrun of `about 32 KB` that is refused: what browsers add to an event after its SDK has measured it stays below. */
export const ITEM_SLACK_BYTES = 512

/** Measured in one walk: nesting (a flat object is 1) and characters, which is bytes for ASCII text. */
export type JsonSize = { depth: number; characters: number }

/** Walks a parsed JSON value; stops as soon as it is deeper than `MAX_DEPTH` (then depth is `MAX_DEPTH + 1`). */
export function measureJson(value: unknown): JsonSize {
  const size = { depth: 0, characters: 0 }
  walk(value, 1, size)
  return size
}

function walk(value: unknown, depth: number, size: JsonSize): void {
  if (typeof value === 'string') {
    size.characters += value.length + 3
    return
  }
  if (value === null || typeof value !== 'object') {
    size.characters += 5
    return
  }
  if (depth > size.depth) size.depth = depth
  if (size.depth > MAX_DEPTH) return
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) walk(value[i], depth + 1, size)
    return
  }
  const record = value as Record<string, unknown>
  for (const key in record) {
    size.characters += key.length + 3
    walk(record[key], depth + 1, size)
  }
}
