import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import { FLAG, warningBits } from '../../store/analytic/event-flags.ts'
import { type BegunHash, beginHash, hashMessageBytes } from '../../store/analytic/hash-message.ts'
import { addTextBytes, type EventPacker, keyIdOf, nextRow } from '../../store/analytic/pack-events.ts'
import type { MessagesHeader } from '../../store/log/log-record.ts'
import type { CompiledSettings } from '../ingest-settings.ts'
import { parseCommonBytes, parseTimestamp } from '../parse-timestamp.ts'
import { MAX_MESSAGE_ID_LENGTH } from '../read-time.ts'
import { addProperties, hasPlainProperties } from './add-properties.ts'
import { FIELD, type PlainFields, plainFields } from './plain-fields.ts'
import {
  judgeAccount,
  judgeAnonymous,
  judgeLabel,
  judgeName,
  judgeUser,
  MARK,
  makePlainKeys,
  numberOfKey,
  type PlainKeys,
} from './plain-keys.ts'
import { fromOf, KIND, kindOf, text, toOf, walkPlainLine } from './walk-plain-line.ts'

/** Packs lines of a stretch. */
export type PlainPacker = {
  readonly fields: PlainFields
  readonly events: EventPacker
  readonly keys: Record<'name' | 'user' | 'anonymous' | 'account' | 'session', PlainKeys>
  readonly hasExclusions: boolean
  source: string
  begun: BegunHash
  receivedAt: Millis
}

/** null: of no line can be said that it is plain. */
export function makePlainPacker(settings: CompiledSettings, events: EventPacker): PlainPacker | null {
  const fields = plainFields(settings)
  if (fields === null) return null
  const keys = {
    name: makePlainKeys(judgeName),
    user: makePlainKeys(judgeUser(settings)),
    anonymous: makePlainKeys(judgeAnonymous(settings)),
    account: makePlainKeys(judgeAccount(settings)),
    session: makePlainKeys(judgeLabel),
  }
  const frame = { source: '', begun: beginHash(''), receivedAt: 0 }
  return { fields, events, keys, hasExclusions: settings.excluded !== null, ...frame }
}

/** The lines that follow are of this frame. */
export function beginFrame(packer: PlainPacker, { source, receivedAt }: MessagesHeader): void {
  if (source !== packer.source) packer.begun = beginHash(source)
  packer.source = source
  packer.receivedAt = receivedAt
}

const ABSENT = -1
const ODD = -2
const TRACK = Buffer.from('track')
const NO_WARNING = 0
const UNUSUAL = warningBits(['id_unusual'])
/** What a line of so many bytes says is short enough, however it is written. */
export const LONGEST_PLAIN = 5_000

/** Where in `text` a line stands. */
export type LineSpan = { readonly from: number; readonly to: number }

/**
 * Packs the imported line in `text` as the event of position `n`, as the ordinary steps would, without making anything of it that is not kept. false:
 * nothing was packed, and the ordinary steps have to look at it. What they give to the lines that are packed here is the same; a property test holds both together.
 */
export function packPlainLine(packer: PlainPacker, n: number, { from, to }: LineSpan): boolean {
  if (to - from > LONGEST_PLAIN || !walkPlainLine(packer.fields, from, to) || !isTrack()) return false
  const { keys } = packer
  const name = keyAt(keys.name, FIELD.event)
  const user = idAt(keys.user, FIELD.userId)
  const anonymous = idAt(keys.anonymous, FIELD.anonymousId)
  const account = accountIn(packer)
  const session = sessionIn(keys.session)
  if (name < 0 || user === ODD || anonymous === ODD || account === ODD || session === ODD) return false
  if ((user === ABSENT && anonymous === ABSENT) || !isPlainId() || !hasPlainProperties()) return false
  const ts = timeAt(FIELD.timestamp)
  const told = timeAt(FIELD.receivedAt)
  if (!(ts >= 0 && ts <= packer.receivedAt + MS_PER_DAY) || told === ODD_TIME) return false
  addRow(packer, { n, name, user, anonymous, account, session, ts, told })
  return true
}

type Found = {
  readonly n: number
  readonly name: number
  readonly user: number
  readonly anonymous: number
  readonly account: number
  readonly session: number
  readonly ts: Millis
  /** When it is said to have arrived; NaN: that is not said. */
  readonly told: Millis
}

function addRow(packer: PlainPacker, { n, name, user, anonymous, account, session, ts, told }: Found): void {
  const { events, keys, begun, receivedAt } = packer
  const { numbers, bits, keys: columns } = events
  const row = nextRow(events)
  const isAssumed = Number.isNaN(told)
  const from = fromOf[FIELD.messageId]!
  const to = toOf[FIELD.messageId]!
  numbers.n[row] = n
  numbers.ts[row] = ts
  numbers.tsRaw[row] = ts
  numbers.knownAt[row] = isAssumed ? ts : Math.min(told, receivedAt)
  numbers.hash[row] = hashMessageBytes(begun, { text, from, to })
  bits.flags[row] =
    FLAG.imported |
    (isAssumed ? FLAG.arrivalAssumed : 0) |
    (account === ABSENT ? FLAG.keyless : 0) |
    (user === ABSENT ? 0 : FLAG.userId) |
    (packer.hasExclusions && isExcluded(keys, user, anonymous, account) ? FLAG.excluded : 0)
  bits.warnings[row] = user !== ABSENT && (keys.user.marks[user]! & MARK.unusual) !== 0 ? UNUSUAL : NO_WARNING
  columns.name.index[row] = columnId(keys.name, name, columns.name, '')
  columns.source.index[row] = keyIdOf(columns.source, packer.source)
  columns.actor.index[row] =
    user === ABSENT
      ? keyIdOf(columns.actor, `a:${keys.anonymous.texts[anonymous]}`)
      : columnId(keys.user, user, columns.actor, 'u:')
  columns.anonymous.index[row] = columnId(keys.anonymous, anonymous, columns.anonymous, 'a:')
  columns.named.index[row] = columnId(keys.account, account, columns.named, '')
  columns.session.index[row] = columnId(keys.session, session, columns.session, '')
  addTextBytes(events.messageId, { text, from, to })
  addProperties(events)
}

/** The number of a key in a column of events, looked up once. */
function columnId(keys: PlainKeys, key: number, column: EventPacker['keys']['name'], prefix: string): number {
  if (key === ABSENT) return -1
  if (keys.ids[key] === -1) keys.ids[key] = keyIdOf(column, prefix + keys.texts[key]!)
  return keys.ids[key]!
}

function isExcluded(
  { user: users, anonymous: others, account: accounts }: PlainPacker['keys'],
  user: number,
  anonymous: number,
  account: number,
): boolean {
  const marks =
    (user < 0 ? 0 : users.marks[user]!) |
    (anonymous < 0 ? 0 : others.marks[anonymous]!) |
    (account < 0 ? 0 : accounts.marks[account]!)
  return (marks & MARK.excluded) !== 0
}

function isTrack(): boolean {
  const from = fromOf[FIELD.type]!
  if (kindOf[FIELD.type] !== KIND.text || toOf[FIELD.type]! - from !== TRACK.length) return false
  for (let i = 0; i < TRACK.length; i++) if (text[from + i] !== TRACK[i]) return false
  return true
}

/** A text that the ordinary steps would not change. */
function keyAt(keys: PlainKeys, field: number): number {
  if (kindOf[field] !== KIND.text) return ODD
  const key = numberOfKey(keys, fromOf[field]!, toOf[field]!)
  return (keys.marks[key]! & MARK.odd) === 0 ? key : ODD
}

/** Of a person. A placeholder may be a reason to refuse. */
function idAt(keys: PlainKeys, field: number): number {
  const id = idOrPlaceholder(keys, field)
  return id >= 0 && (keys.marks[id]! & MARK.placeholder) !== 0 ? ODD : id
}

function idOrPlaceholder(keys: PlainKeys, field: number): number {
  const kind = kindOf[field]!
  if (kind === KIND.absent || kind === KIND.null) return ABSENT
  if (kind !== KIND.text && !isWhole(field)) return ODD
  const key = numberOfKey(keys, fromOf[field]!, toOf[field]!)
  return (keys.marks[key]! & MARK.odd) === 0 ? key : ODD
}

/** A whole number, whose digits are the id. */
function isWhole(field: number): boolean {
  if (kindOf[field] !== KIND.number) return false
  for (let at = fromOf[field]!; at < toOf[field]!; at++) if (text[at] === 0x2e) return false
  return true
}

/** The first of the configured places that holds a valid id. */
function accountIn({ fields, keys }: PlainPacker): number {
  for (const field of fields.accounts) {
    const kind = kindOf[field]!
    if (kind === KIND.other || kind === KIND.record) continue
    const account = idOrPlaceholder(keys.account, field)
    if (account === ODD) return ODD
    if (account !== ABSENT && (keys.account.marks[account]! & MARK.placeholder) === 0) return account
  }
  return ABSENT
}

function sessionIn(keys: PlainKeys): number {
  for (const field of [FIELD.contextSession, FIELD.sessionId, FIELD.session_id]) {
    const kind = kindOf[field]!
    if (kind === KIND.absent || kind === KIND.null) continue
    if (kind === KIND.other || kind === KIND.record) return ABSENT
    return kind === KIND.number && !isWhole(field) ? ODD : idOrPlaceholder(keys, field)
  }
  return ABSENT
}

/** Printable ASCII without spaces at its ends and escapes. */
function isPlainId(): boolean {
  const from = fromOf[FIELD.messageId]!
  const to = toOf[FIELD.messageId]!
  if (kindOf[FIELD.messageId] !== KIND.text || to === from || to - from > MAX_MESSAGE_ID_LENGTH) return false
  if (text[from] === 0x20 || text[to - 1] === 0x20) return false
  for (let at = from; at < to; at++) if (text[at]! > 0x7e || text[at] === 0x5c) return false
  return true
}

const ODD_TIME = Number.POSITIVE_INFINITY

/** NaN: none that can be read. ODD_TIME: the ordinary steps have to say whether there is one. */
function timeAt(field: number): Millis {
  const kind = kindOf[field]!
  if (kind !== KIND.text && kind !== KIND.number) return Number.NaN
  const from = fromOf[field]!
  const to = toOf[field]!
  const common = kind === KIND.text ? parseCommonBytes(text, from, to) : Number.NaN
  if (!Number.isNaN(common)) return common
  for (let at = from; at < to; at++) if (text[at]! > 0x7e || text[at] === 0x5c) return ODD_TIME
  const sent = Buffer.from(text.buffer, from, to - from).toString('latin1')
  return parseTimestamp(kind === KIND.number ? Number(sent) : sent) ?? Number.NaN
}
