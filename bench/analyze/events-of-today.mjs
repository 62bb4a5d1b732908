import { addEvent, makeEventPacker, packedEvents } from '../../dist/store/analytic/pack-events.js'
import { WORLD_END } from '../world/fill-store.mjs'

const LOG = 'today'
const EVENTS = 400

/** The n-th batch of a running day: what some accounts are doing just now. */
export function eventsOfToday(n) {
  const packer = makeEventPacker()
  const accounts = []
  for (let i = 0; i < EVENTS; i++) {
    const accountKey = `acct_${String(i).padStart(4, '0')}`
    accounts.push(accountKey)
    addEvent(packer, {
      ...{ type: 'event', call: 'track', n: n * EVENTS + i + 1, source: 'bench', messageId: `${n}-${i}` },
      ...{ ts: WORLD_END, tsRaw: WORLD_END, knownAt: WORLD_END, warnings: [], arrivalAssumed: false, imported: false },
      ...{ userId: `u_${i.toString(36)}_0`, anonymousId: null, accountKey, sessionId: null, excluded: false },
      ...{ name: 'Task Created', properties: '{"source":"web"}' },
    })
  }
  const account = { values: accounts, index: Int32Array.from(accounts, (_, i) => i) }
  const none = { links: [], memberships: [], traits: [], subscriptions: [], moves: [], refused: [], controls: [] }
  const events = { ...packedEvents(packer), account, noAccount: new Int32Array(EVENTS) }
  return { log: LOG, after: n * EVENTS, upTo: (n + 1) * EVENTS, events, ...none }
}
