import { MS_PER_DAY } from '../../../core/time.ts'
import type { ApplyBatch } from '../analytic-store.ts'
import { followBatch, type StoredBatch } from './follow-batch.ts'
import { EVERYBODY } from './placed-move.ts'
import { addPresence } from './presence.ts'
import { addRecentMessage } from './recent-messages.ts'
import type { StoreContext } from './store-context.ts'
import type { EncodedEvents } from './write-events.ts'

/** Takes a committed batch into what is held in memory, as far as that is filled. */
export function rememberBatch(context: StoreContext, batch: ApplyBatch, written: StoredBatch): void {
  followBatch(context.running, batch, written)
  if (context.recent.loaded) rememberMessages(context, written.columns)
  if (context.presence.loaded) rememberPresence(context, batch, written)
}

function rememberMessages({ recent }: StoreContext, { hash, seq, ts }: EncodedEvents): void {
  for (let i = 0; i < hash.length; i++)
    addRecentMessage(recent, { hash: hash[i]!, seq: seq[i]!, day: Math.floor(ts[i]! / MS_PER_DAY) })
}

function rememberPresence({ presence, keys }: StoreContext, batch: ApplyBatch, { deltas, moves }: StoredBatch): void {
  for (let row = 0; row < deltas.rows; row++) addPresence(presence.facts, deltas.actor[row]!, deltas.account[row]!)
  for (const move of moves) {
    // Whoever left facts in an account that moved as a whole: read again when it is asked for.
    if (move.actor === EVERYBODY) presence.loaded = false
    else addPresence(presence.facts, move.actor, move.to)
  }
  for (const { person, account } of batch.memberships) {
    addPresence(presence.members, keys.actor.ids.get(person)!, keys.account.ids.get(account)!)
  }
}
