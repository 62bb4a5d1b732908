import { cleanId } from './clean-id.ts'
import { isRecord } from './message-draft.ts'

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
export function forgetItem(
  item: unknown,
  subject: ForgottenSubject,
  accountPaths: readonly (readonly string[])[],
): unknown {
  if (!isRecord(item)) return item
  if (subject.of === 'person' ? isOfPerson(item, subject) : isOfAccount(item, subject, accountPaths))
    return FORGOTTEN_ITEM
  return forgetMentions(item, subject)
}

function isOfPerson(item: Readonly<Record<string, unknown>>, { keys }: ForgottenSubject): boolean {
  const has = (prefix: string, value: unknown): boolean => {
    const id = cleanId(value)
    return id.kind === 'id' && keys.includes(`${prefix}:${id.id}`)
  }
  const { userId, anonymousId, previousId } = item
  return has('u', userId) || has('a', anonymousId) || has('u', previousId) || has('a', previousId)
}

function isOfAccount(
  item: Readonly<Record<string, unknown>>,
  { keys }: ForgottenSubject,
  accountPaths: readonly (readonly string[])[],
): boolean {
  return [['groupId'], ...accountPaths].some((path) => {
    let value: unknown = item
    for (const key of path) value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined
    const id = cleanId(value)
    return id.kind === 'id' && keys.includes(id.id)
  })
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
    return forgetItem(item, subject, accountPaths) !== item
  } catch {
    return true
  }
}
