import type { ApplyBatch } from '../analytic-store.ts'
import { accountsOf } from './presence.ts'
import { loadPresence } from './read/load-presence.ts'
import type { StoreContext } from './store-context.ts'

/** Accounts whose timelines (members, traits, joins, subscriptions, first sight) a batch changed, ascending; "no account" is not one. */
export async function findRetimed(context: StoreContext, batch: ApplyBatch): Promise<Int32Array> {
  const retimed = new Set<number>()
  for (const account of namedAccounts(batch)) retimed.add(context.keys.account.ids.get(account)!)
  for (const account of await accountsOfPersons(context, batch)) retimed.add(account)
  retimed.delete(0)
  return Int32Array.from(retimed).sort()
}

function namedAccounts(batch: ApplyBatch): readonly string[] {
  return [
    ...batch.memberships.map((row) => row.account),
    ...batch.traits.filter((row) => row.of === 'account').map((row) => row.subject),
    ...batch.subscriptions.map((row) => row.accountKey),
    ...batch.moves.flatMap((move) => [move.from, move.to]).filter((account) => account !== null),
  ]
}

/** A person's trait or join shows in every account the person is a member of, and a join also where the actor left facts. */
async function accountsOfPersons(context: StoreContext, batch: ApplyBatch): Promise<readonly number[]> {
  const idsOf = (keys: readonly string[]) => [...new Set(keys)].map((key) => context.keys.actor.ids.get(key)!)
  const joined = idsOf(batch.links.flatMap((link) => [link.actor, link.person]))
  const described = idsOf(batch.traits.filter((row) => row.of === 'person').map((row) => row.subject))
  if (joined.length + described.length === 0) return []
  const { presence } = context
  if (!presence.loaded) await loadPresence(context)
  return [
    ...[...joined, ...described].flatMap((actor) => accountsOf(presence.members, actor)),
    ...joined.flatMap((actor) => accountsOf(presence.facts, actor)),
  ]
}
