import { accountKey } from './account-key.ts'
import { cleanId } from './clean-id.ts'
import { isRecord } from './message-draft.ts'
import type { Suppression } from './suppression.ts'

/** Who asks to be forgotten, by every key under which they are known. */
export type ForgottenSubject = {
  readonly of: 'person' | 'account'
  /** Actors of a person (`u:ben`, `a:x1`); an account with those that it took in. */
  readonly keys: readonly string[]
  /** Texts by which others speak of them, such as an e-mail address. */
  readonly mentions: readonly string[]
}

/** How the log says whose message it was that stood here. */
export const FORGOTTEN_ITEM = { type: 'forgotten' } as const
export const FORGOTTEN_TEXT = 'forgotten'

/** What stands in place of an item of a log: nothing of one that was theirs, and the rest without a word of them. The same item: it says nothing of them. */
export function forgetItem(item: unknown, subject: ForgottenSubject, placed: Placed): unknown {
  if (!isRecord(item)) return item
  const keys = subject.of === 'person' ? personsIn(item) : accountsIn(item, placed)
  if (keys.some((key) => subject.keys.includes(key))) return FORGOTTEN_ITEM
  return forgetMentions(item, subject)
}

/** Where accounts are named, and what the batch of an item says of all its items. */
export type Placed = { readonly accountPaths: readonly (readonly string[])[]; readonly around?: unknown }

/** Whoever an item is of, as actors, or speaks of. */
function personsIn({ userId, anonymousId, previousId }: Readonly<Record<string, unknown>>): readonly string[] {
  return [...keyOf('u:', userId), ...keyOf('a:', anonymousId), ...keyOf('u:', previousId), ...keyOf('a:', previousId)]
}

function keyOf(prefix: string, value: unknown): readonly string[] {
  const id = cleanId(value)
  return id.kind === 'id' ? [`${prefix}${id.id}`] : []
}

function accountsIn(item: Readonly<Record<string, unknown>>, { accountPaths, around }: Placed): readonly string[] {
  const context = { ...(isRecord(around) ? around : {}), ...(isRecord(item.context) ? item.context : {}) }
  return [['groupId'], ...accountPaths].flatMap((path) => {
    let value: unknown = { ...item, context }
    for (const key of path) value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined
    return keyOf('', value)
  })
}

/**
 * What may be written of an item that comes in: nothing of one that is of somebody forgotten, and of one of somebody else that names their device, not the device.
 * The same item: it is of nobody forgotten.
 */
export function keepOut(item: unknown, suppressed: Suppression, placed: Placed): unknown {
  if (!isRecord(item)) return item
  if (suppressed(accountsIn(item, placed).map(accountKey))) return FORGOTTEN_ITEM
  if (!suppressed(personsIn(item))) return item
  const { anonymousId: _, ...rest } = item
  return keyOf('u:', item.userId).length === 0 || suppressed(personsIn(rest)) ? FORGOTTEN_ITEM : rest
}

/** Texts that are one of the mentions, wherever they stand. */
function forgetMentions(value: unknown, subject: ForgottenSubject): unknown {
  if (typeof value === 'string') return subject.mentions.includes(value) ? FORGOTTEN_TEXT : value
  if (Array.isArray(value)) {
    const parts = value.map((part) => forgetMentions(part, subject))
    return parts.some((part, i) => part !== value[i]) ? parts : value
  }
  if (!isRecord(value)) return value
  const entries = Object.entries(value).map(([key, part]) => [key, forgetMentions(part, subject)] as const)
  return entries.some(([key, part]) => part !== value[key]) ? Object.fromEntries(entries) : value
}

/** The bytes without which nothing of the subject can be in a text: its ids and mentions as JSON writes them, and as they are. */
export function traceBytes({ of, keys, mentions }: ForgottenSubject): readonly Buffer[] {
  const ids = of === 'person' ? keys.map((key) => key.slice(2)) : keys
  const texts = [...ids, ...mentions].flatMap((text) => [text, JSON.stringify(text).slice(1, -1)])
  return [...new Set(texts)].map((text) => Buffer.from(text))
}

/** Whether a refused message, as it came, is theirs, or cannot be read and holds an id of theirs. */
export function isTheirsText(
  raw: string,
  subject: ForgottenSubject,
  accountPaths: readonly (readonly string[])[],
): boolean {
  if (!traceBytes(subject).some((trace) => raw.includes(trace.toString()))) return false
  try {
    const item: unknown = JSON.parse(raw)
    return forgetItem(item, subject, { accountPaths }) !== item
  } catch {
    return true
  }
}
