import { type ByteKeys, makeByteKeys, numberOfBytes } from '../../store/analytic/byte-keys.ts'
import { isPlaceholder, MAX_ID_LENGTH } from '../clean-id.ts'
import { isPlainText } from '../clean-text.ts'
import { type CompiledSettings, emailDomain } from '../ingest-settings.ts'
import { MAX_NAME_LENGTH } from '../read-event.ts'
import { isUnusual } from '../read-identity.ts'
import { text } from './walk-plain-line.ts'

/** What is known of a key, as bits. */
export const MARK = {
  /** Only the ordinary steps know what it means. */
  odd: 1,
  /** It names nobody. */
  placeholder: 2,
  unusual: 4,
  excluded: 8,
} as const

/** Keys of a column as they stand in the lines of a stretch: each is judged once. */
export type PlainKeys = {
  readonly bytes: ByteKeys
  readonly texts: string[]
  readonly marks: number[]
  /** The number among the keys of a packed column; −1: not asked for yet. */
  readonly ids: number[]
  readonly judge: (key: string) => number
}

export function makePlainKeys(judge: (key: string) => number): PlainKeys {
  return { bytes: makeByteKeys(text), texts: [], marks: [], ids: [], judge }
}

/** The number of the key that stands from `from` to `to`. */
export function numberOfKey(keys: PlainKeys, from: number, to: number): number {
  const number = numberOfBytes(keys.bytes, from, to)
  if (number === keys.texts.length) {
    const key = Buffer.from(text.buffer, from, to - from).toString('utf8')
    keys.texts.push(key)
    keys.marks.push(key.includes('\\') ? MARK.odd : keys.judge(key))
    keys.ids.push(-1)
  }
  return number
}

export function judgeUser({ excluded }: CompiledSettings): (key: string) => number {
  return (key) =>
    judgeId(key) |
    (isUnusual(key) ? MARK.unusual : 0) |
    (excluded !== null && (excluded.users.has(key) || excluded.domains.has(emailDomain(key))) ? MARK.excluded : 0)
}

export function judgeAnonymous({ excluded }: CompiledSettings): (key: string) => number {
  return (key) => judgeId(key) | (excluded?.users.has(key) === true ? MARK.excluded : 0)
}

export function judgeAccount({ excluded }: CompiledSettings): (key: string) => number {
  return (key) => judgeId(key) | (excluded?.accounts.has(key) === true ? MARK.excluded : 0)
}

function judgeId(key: string): number {
  if (key === '') return MARK.placeholder
  if (key.length > MAX_ID_LENGTH || !isPlainText(key)) return MARK.odd
  return isPlaceholder(key) ? MARK.placeholder : 0
}

/** Of two events more than that they happened is read. */
export function judgeName(key: string): number {
  return judgeLabel(key) | (key === 'Account Added User' || key === 'Account Removed User' ? MARK.odd : 0)
}

export function judgeLabel(key: string): number {
  return key.length <= MAX_NAME_LENGTH && isPlainText(key) ? 0 : MARK.odd
}
