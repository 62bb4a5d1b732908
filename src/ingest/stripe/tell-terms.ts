import { COMES_NOW, type Message } from '../postgres/telling.ts'
import type { Terms } from './terms-of.ts'

export type Told = { readonly account: string; readonly terms: readonly Terms[] }

/** Messages that say what was not told yet of a subscription to its account; of another account it was never of. */
export function tellTerms(
  id: string,
  now: Told | null,
  { told, first }: { readonly told: Told | null; readonly first: boolean },
): readonly Message[] {
  const taken =
    told === null || told.account === now?.account ? [] : told.terms.map((one) => ({ ...one, to: one.from }))
  const undo = taken.map((one) => messageOf(id, told!.account, one, { receivedAt: COMES_NOW }))
  if (now === null) return undo
  const known = told?.account === now.account ? told.terms : []
  const news = now.terms.filter((one, i) => JSON.stringify(one) !== JSON.stringify(known[i]))
  return [...undo, ...news.flatMap((one) => tellOne(id, now.account, one, first))]
}

/** In a history the end of terms was not known when they began. */
function tellOne(id: string, account: string, one: Terms, first: boolean): Message[] {
  if (!first) return [messageOf(id, account, one, { receivedAt: COMES_NOW })]
  const ended = one.cancelDecidedAt ?? one.to
  if (ended === null) return [messageOf(id, account, one, {})]
  const open = { ...one, to: null, cancelDecidedAt: null }
  return [messageOf(id, account, open, {}), messageOf(id, account, one, { receivedAt: ended })]
}

function messageOf(id: string, groupId: string, terms: Terms, when: Message): Message {
  const { minor, from, to, cancelDecidedAt, currency, plan, status } = terms
  const money = { mrrMinor: minor, currency, plan, status }
  return {
    type: 'subscription',
    groupId,
    subscriptionId: id,
    ...money,
    from,
    to,
    cancelDecidedAt,
    timestamp: from,
    ...when,
  }
}
