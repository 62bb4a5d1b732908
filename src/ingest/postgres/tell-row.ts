import type {
  AccountRows,
  EntitlementRows,
  MembershipRows,
  PeopleRows,
  PostgresTargets,
  TargetName,
  TicketRows,
} from '../../config/sources.ts'
import type { Row } from '../files/mapping.ts'
import { instantAt, textAt } from './column-texts.ts'
import { tellEvent } from './tell-event.ts'
import { endSubscription, tellSubscription } from './tell-subscription.ts'
import { COMES_NOW, type Message, type Moment, type Telling } from './telling.ts'

/** What a row of a target says: the messages that tell it, given what was told of it before. */
export function tellRow<T extends TargetName>(
  name: T,
  target: NonNullable<PostgresTargets[T]>,
  telling: { readonly row: Row; readonly before: Message | null; readonly moment: Moment },
): Telling {
  const { row, before, moment } = telling
  const of = target as never
  switch (name) {
    case 'accounts':
      return tellTraits(of, { row, before, moment }, accountMessage)
    case 'people':
      return tellTraits(of, { row, before, moment }, personMessage)
    case 'memberships':
      return tellMembership(of, { row, before, moment })
    case 'entitlements':
      return tellEntitlements(of, { row, moment })
    case 'subscriptions':
      return tellSubscription(of, { row, before, moment })
    case 'tickets':
      return tellTicket(of, { row, before, moment })
    default:
      return tellEvent(of, row, moment)
  }
}

/** What to say of a row that is there no more: who left, what ended. Of accounts and people nothing: what they did remains. */
export function tellEnd(name: TargetName, told: Message, moment: Moment): readonly Message[] {
  switch (name) {
    case 'memberships':
      return told.until === null ? [{ ...membership(told), change: 'removed', ...at(moment, moment.at) }] : []
    case 'entitlements':
      return [accountMessage(String(told.groupId), noMore(told.names as readonly string[]), at(moment, moment.at))]
    case 'subscriptions':
      return endSubscription(told, moment)
    default:
      return []
  }
}

const KEY_PARTS: Readonly<Record<TargetName, readonly string[]>> = {
  accounts: ['account'],
  people: ['person'],
  memberships: ['person', 'account'],
  entitlements: ['account'],
  subscriptions: ['id'],
  events: ['id'],
  tickets: ['id'],
}

/** The columns by which two rows are the same one. */
export function keyColumns(name: TargetName, target: PostgresTargets[TargetName]): readonly string[] {
  const named = target as unknown as Readonly<Record<string, string>>
  return KEY_PARTS[name].map((part) => named[part]!)
}

/** What these columns say, a line each; null: one of them is empty. */
export function keyOf(name: TargetName, target: PostgresTargets[TargetName], row: Row): string | null {
  const texts = keyColumns(name, target).map((column) => textAt(row, column))
  return texts.includes(null) ? null : texts.join('\n')
}

type Given = { readonly row: Row; readonly before: Message | null; readonly moment: Moment }

function at({ first }: Moment, timestamp: string): Message {
  return { timestamp, ...(first ? {} : { receivedAt: COMES_NOW }) }
}

function accountMessage(groupId: string, traits: Message, when: Message): Message {
  return { type: 'group', groupId, traits, ...when }
}

function personMessage(userId: string, traits: Message, when: Message): Message {
  return { type: 'identify', userId, traits, ...when }
}

/** A new row is told twice: what never changes as of since, and the rest as of its last change. */
function tellTraits(
  target: AccountRows & PeopleRows,
  { row, before, moment }: Given,
  message: (id: string, traits: Message, when: Message) => Message,
): Telling {
  const { since, fixed = [], cursor } = target
  const column = target.account ?? target.person
  const id = textAt(row, column)
  if (id === null) return { kind: 'refused', why: `the row has no ${column}` }
  const all = traitsOf(row, [column, cursor ?? ''])
  const began = instantAt(row, since)
  const rest = message(id, all, at(moment, moment.changed))
  if (before !== null || began === null) return { kind: 'told', messages: [rest], told: null }
  const lasting = traitsOf(
    row,
    [...row.keys()].filter((name) => name !== since && !fixed.includes(name)),
  )
  return { kind: 'told', messages: [message(id, lasting, at(moment, began)), rest], told: null }
}

/** As a null-prototype record: a column may be called `__proto__`. */
function traitsOf(row: Row, without: readonly string[]): Message {
  const traits: Record<string, unknown> = Object.create(null)
  for (const [name, value] of row) if (!without.includes(name)) traits[name] = value
  return traits
}

function membership({ userId, groupId, role }: Message): Message {
  return { type: 'membership', userId, groupId, role }
}

function tellMembership(target: MembershipRows, { row, before, moment }: Given): Telling {
  const [userId, groupId] = [textAt(row, target.person), textAt(row, target.account)]
  if (userId === null || groupId === null) return { kind: 'refused', why: 'the row has no person or no account' }
  const until = instantAt(row, target.until)
  const told: Message = { userId, groupId, role: textAt(row, target.role), until }
  const of = membership(told)
  const since = before === null ? (instantAt(row, target.since) ?? moment.changed) : moment.changed
  const joins = before !== null && until !== null ? [] : [{ ...of, change: 'added', ...at(moment, since) }]
  const leaves = until === null ? [] : [{ ...of, change: 'removed', ...at(moment, until) }]
  return { kind: 'told', messages: [...joins, ...leaves], told }
}

function tellEntitlements(target: EntitlementRows, { row, moment }: Omit<Given, 'before'>): Telling {
  const groupId = textAt(row, target.account)
  if (groupId === null) return { kind: 'refused', why: `the row has no ${target.account}` }
  const limits = traitsOf(row, [target.account, target.cursor ?? ''])
  const message = accountMessage(groupId, limits, at(moment, moment.changed))
  return { kind: 'told', messages: [message], told: { groupId, names: Object.keys(limits) } }
}

function noMore(names: readonly string[]): Message {
  return Object.fromEntries(names.map((name) => [name, null]))
}

function tellTicket(target: TicketRows, { row, before, moment }: Given): Telling {
  const opened = tellEvent(
    { ...target, event: '=Ticket Opened', at: target.opened, cursor: target.cursor ?? '' },
    row,
    moment,
  )
  if (opened.kind === 'refused') return opened
  const { messageId, ...message } = opened.messages[0]!
  const closedAt = instantAt(row, target.closed)
  const tells = (event: string, timestamp: unknown): Message => ({
    ...message,
    ...{ event, timestamp, messageId: `${event}: ${String(messageId)}` },
  })
  const messages = [
    ...(before === null ? [tells('Ticket Opened', message.timestamp)] : []),
    ...(closedAt === null || before?.closed === true ? [] : [tells('Ticket Closed', closedAt)]),
  ]
  return { kind: 'told', messages, told: { closed: closedAt !== null } }
}
