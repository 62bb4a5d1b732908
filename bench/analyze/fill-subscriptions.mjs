import { makeEventPacker, packedEvents } from '../../dist/store/analytic/pack-events.js'
import { WORLD_END } from '../world/fill-store.mjs'

const ACCOUNTS = 100_000
const BATCH = 50_000
/** Terms change every so many months. */
const EVERY = 6
export const MONTHS = 36

const LAST = new Date(WORLD_END)
const monthAt = (i) => Date.UTC(LAST.getUTCFullYear(), LAST.getUTCMonth() - MONTHS + i, 1)

const noEvents = () => ({
  ...packedEvents(makeEventPacker()),
  account: { values: [], index: new Int32Array(0) },
  noAccount: new Int32Array(0),
})

/** Writes the terms, and says which months they are of. */
export async function fillSubscriptions(store) {
  let after = 0
  let rows = []
  const flush = async () => {
    const upTo = after + rows.length
    const none = { links: [], memberships: [], traits: [], moves: [], refused: [], controls: [] }
    await store.apply({ log: 'history', after, upTo, events: noEvents(), subscriptions: rows, ...none })
    after = upTo
    rows = []
  }
  for (let account = 0; account < ACCOUNTS; account++) {
    for (let month = account % EVERY; month < MONTHS; month += EVERY) {
      rows.push(termsOf(account, month, after + rows.length + 1))
      if (rows.length === BATCH) await flush()
    }
  }
  await flush()
  const iso = (at) => new Date(at).toISOString().slice(0, 10)
  return { from: iso(monthAt(0)), to: iso(monthAt(MONTHS - 1)) }
}

function termsOf(account, month, n) {
  const minor = 1_000 + ((account * 7 + month * 131) % 97) * 50
  return {
    ...{ type: 'subscription', n, source: 'billing', messageId: `s${n}`, ts: 0, tsRaw: 0, knownAt: 0, warnings: [] },
    ...{ arrivalAssumed: false, imported: true, userId: null, anonymousId: null, accountKey: `a${account}` },
    ...{ subscriptionId: `s${account}`, plan: null, status: 'active', termsMinor: minor, mrrMinor: minor },
    ...{ currency: 'USD', from: monthAt(month) + (account % 27) * 86_400_000, to: null, cancelDecidedAt: null },
  }
}
