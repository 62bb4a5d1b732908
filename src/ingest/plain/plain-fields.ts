import type { CompiledSettings } from '../ingest-settings.ts'

/** The values of a message that are looked at, by number. Those after `session_id` name accounts. */
export const FIELD = {
  type: 0,
  event: 1,
  userId: 2,
  anonymousId: 3,
  messageId: 4,
  timestamp: 5,
  receivedAt: 6,
  context: 7,
  properties: 8,
  page: 9,
  campaign: 10,
  referrer: 11,
  contextSession: 12,
  sessionId: 13,
  session_id: 14,
} as const
const FIRST_OF_ACCOUNTS = 15
/** A key that says something for which the message is left to the ordinary steps. */
export const ODD_KEY = 99
export const NO_FIELD = -1

/** Keys of an object that are looked at, found by a hash of their bytes. */
export type KeyTable = {
  /** By the low bits of the hash: a key's number + 1; 0: none. */
  readonly first: Uint8Array
  readonly keys: readonly { readonly bytes: Uint8Array; readonly field: number; readonly next: number }[]
}

/** What is looked at in a message and in two of its objects, and the fields that may name its account, in the order of the configuration. */
export type PlainFields = {
  readonly message: KeyTable
  readonly context: KeyTable
  readonly properties: KeyTable
  readonly accounts: readonly number[]
  readonly count: number
}

type Named = Record<'message' | 'context' | 'properties', Map<string, number>>

/** null: an account stands where only the ordinary steps look for it. */
export function plainFields({ accountPaths, excluded }: CompiledSettings): PlainFields | null {
  const named: Named = {
    message: keysOfMessage(),
    context: keysOfContext(excluded !== null),
    properties: keysOfProperties(),
  }
  const accounts: number[] = []
  let count = FIRST_OF_ACCOUNTS
  for (const path of accountPaths) {
    const place = placeOf(named, path)
    if (place === null) return null
    const known = place.keys.get(place.key)
    if (known === ODD_KEY) return null
    accounts.push(known ?? count)
    if (known === undefined) place.keys.set(place.key, count++)
  }
  const { message, context, properties } = named
  return {
    message: makeTable(message),
    context: makeTable(context),
    properties: makeTable(properties),
    accounts,
    count,
  }
}

function keysOfMessage(): Map<string, number> {
  const { type, event, userId, anonymousId, messageId, timestamp, receivedAt, context, properties } = FIELD
  return new Map(
    Object.entries({ type, event, userId, anonymousId, messageId, timestamp, receivedAt, context, properties }),
  )
}

function keysOfContext(hasExclusions: boolean): Map<string, number> {
  const { page, campaign, referrer, contextSession } = FIELD
  const keys = new Map<string, number>(Object.entries({ page, campaign, referrer, sessionId: contextSession }))
  if (hasExclusions) keys.set('traits', ODD_KEY)
  return keys
}

function keysOfProperties(): Map<string, number> {
  const { sessionId, session_id } = FIELD
  const folded = { $page: ODD_KEY, $campaign: ODD_KEY, $referrer: ODD_KEY }
  return new Map<string, number>(Object.entries({ sessionId, session_id, ...folded }))
}

function placeOf(
  named: Named,
  path: readonly string[],
): { readonly keys: Map<string, number>; readonly key: string } | null {
  const [first, second] = path
  if (first === undefined || path.length > 2) return null
  const isObject = first === 'context' || first === 'properties'
  if (second === undefined) return isObject ? null : { keys: named.message, key: first }
  return isObject ? { keys: named[first], key: second } : null
}

/** How many places by hash a table has. */
export const SLOTS = 256

function makeTable(named: ReadonlyMap<string, number>): KeyTable {
  const first = new Uint8Array(SLOTS)
  const keys: KeyTable['keys'][number][] = []
  for (const [name, field] of named) {
    const bytes = Buffer.from(name)
    const slot = hashKey(bytes, 0, bytes.length) & (SLOTS - 1)
    keys.push({ bytes, field, next: first[slot]! })
    first[slot] = keys.length
  }
  return { first, keys }
}

/** As the walk adds it up on its way. */
function hashKey(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0
  for (let at = from; at < to; at++) hash = (Math.imul(hash, 31) + bytes[at]!) | 0
  return hash
}
