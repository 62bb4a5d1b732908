import type { SubscriptionRows } from '../../config/sources.ts'
import { mapRow } from '../files/map-row.ts'
import type { Mapping, Row, TimeFrom } from '../files/mapping.ts'
import { fromOf } from './column-texts.ts'
import { COMES_NOW, type Message, type Moment, type Telling } from './telling.ts'

/**
 * The terms of a subscription. A row that is as it was but for its money says so from the moment of the change, at which the terms of before end. Of other
 * changes (when it ends, that it was cancelled) the same terms are told again.
 */
export function tellSubscription(
  target: SubscriptionRows,
  { row, before, moment }: { readonly row: Row; readonly before: Message | null; readonly moment: Moment },
): Telling {
  const mapped = mapRow(row, mappingOf(target), '')
  if (mapped.kind === 'refused') return mapped
  const { messageId: _, ...terms } = mapped.message
  const since = terms.from
  const told: Message = { ...terms, ...(moment.first ? {} : { receivedAt: COMES_NOW }), since }
  if (before === null || before.since !== since) {
    const messages = moment.first ? asItBecameKnown(told, moment) : [messageOf(told)]
    return { kind: 'told', messages, told }
  }
  const same = MONEY.every((part) => before[part] === told[part])
  const from = same ? before.from : laterOf(before.from, moment.changed)
  const again: Message = { ...told, from, timestamp: from }
  const ended = from === before.from ? [] : [messageOf({ ...before, to: from, receivedAt: COMES_NOW })]
  return { kind: 'told', messages: [...ended, messageOf(again)], told: again }
}

/** Of what is over: at its beginning nobody knew of its end. */
function asItBecameKnown(told: Message, { at }: Moment): readonly Message[] {
  const ended = told.cancelDecidedAt ?? told.to
  if (typeof ended !== 'string') return [messageOf(told)]
  const open = messageOf({ ...told, to: null, cancelDecidedAt: null })
  return [open, messageOf({ ...told, receivedAt: ended < at ? ended : at })]
}

const MONEY = ['mrrMinor', 'currency', 'plan', 'status', 'groupId'] as const

/** A subscription whose row is gone ended when that was seen, unless it was to end before. */
export function endSubscription(told: Message, { at }: Moment): readonly Message[] {
  if (typeof told.to === 'string' && told.to <= at) return []
  const cancelDecidedAt = told.cancelDecidedAt ?? at
  return [messageOf({ ...told, to: at, cancelDecidedAt, receivedAt: COMES_NOW })]
}

/** `since` is ours: when the row says that it began, whatever came after. */
function messageOf({ since: _, ...message }: Message): Message {
  return message
}

function laterOf(before: unknown, now: string): string {
  return typeof before === 'string' && before > now ? before : now
}

function mappingOf(target: SubscriptionRows): Mapping {
  const { id, account, amount, unit = 'minor', months, currency, plan, status, since, until, cancelled } = target
  return {
    type: 'subscription',
    account: fromOf(account),
    time: timeOf(since),
    subscription: {
      ...{ id: fromOf(id), amount: fromOf(amount), unit, currency: fromOf(currency), from: timeOf(since) },
      ...(months === undefined ? {} : { months: fromOf(months) }),
      ...(plan === undefined ? {} : { plan: fromOf(plan) }),
      ...(status === undefined ? {} : { status: fromOf(status) }),
      ...(until === undefined ? {} : { to: timeOf(until) }),
      ...(cancelled === undefined ? {} : { cancelDecidedAt: timeOf(cancelled) }),
    },
  }
}

function timeOf(column: string): TimeFrom {
  return { column, unit: 'iso' }
}
