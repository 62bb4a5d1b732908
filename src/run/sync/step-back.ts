const IDS = 1_000n
const MS = 10 * 60_000

/**
 * A cursor a little before another, so that what was committed late is read too: 1,000 numbers or ten minutes. What is neither a number nor a time stays: only its
 * equals are read again.
 */
export function stepBack(cursor: string, type: string): string {
  if (/^(bigint|integer|smallint)$/.test(type)) return String(BigInt(cursor) - IDS)
  if (!/^timestamp|^date$/.test(type)) return cursor
  const at = millisOf(cursor)
  return Number.isNaN(at) ? cursor : new Date(at - MS).toISOString().replace('T', ' ').replace('Z', '')
}

/** Whether a cursor is before another; of what is neither a number nor a time nothing is said. */
export function isBefore(a: string, b: string, type: string): boolean {
  if (/^(bigint|integer|smallint)$/.test(type)) return BigInt(a) < BigInt(b)
  return /^timestamp|^date$/.test(type) && millisOf(a) < millisOf(b)
}

/** `2026-03-01 10:00:00.123456+00`, in UTC. */
function millisOf(text: string): number {
  const [day = '', time = '00:00:00'] = text.split(' ')
  return Date.parse(`${day}T${time.replace(/\+00$/, '').replace(/(\.\d{3})\d+$/, '$1')}Z`)
}
