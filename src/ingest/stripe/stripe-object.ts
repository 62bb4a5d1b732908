/** An object as Stripe sends it, of whatever version of its API: nothing in it is certain. */
export type StripeObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is StripeObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is at a path, of own keys only; undefined: nothing. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value
  for (const key of path) found = isObject(found) && Object.hasOwn(found, key) ? found[key] : undefined
  return found
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** An id, or that of the object which stands in its place. */
export function idOf(value: unknown): string | null {
  return textOf(value) ?? textOf(at(value, 'id'))
}

/** ISO text of seconds since 1970. */
export function instantOf(value: unknown): string | null {
  return typeof value === 'number' && Math.abs(value) <= 8.64e12 ? new Date(value * 1_000).toISOString() : null
}

export function listOf(value: unknown): readonly StripeObject[] {
  const items = Array.isArray(value) ? value : at(value, 'data')
  return Array.isArray(items) ? items.filter(isObject) : []
}

/** The decimal text of a number that is sent as one or as text. */
export function decimalOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? value : null
}
