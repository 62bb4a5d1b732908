import fc from 'fast-check'
import { expect, test } from 'vitest'
import { attributeBatch } from '../../src/ingest/attribute-batch.ts'
import { emptyAttribution } from '../../src/ingest/attribution-state.ts'
import { DEFAULT_INGEST_SETTINGS } from '../../src/ingest/ingest-settings.ts'
import { restoreAttribution } from '../../src/ingest/restore-attribution.ts'
import type { ApplyBatch } from '../../src/store/analytic/analytic-store.ts'
import type { NormalisedMessage } from '../../src/store/analytic/message.ts'
import { packMessages, rowsOf } from '../event-rows.ts'
import { actorOf, naiveAccounts, naivePersons } from './attribution-naive.ts'

const REACH = 50
const settings = { ...DEFAULT_INGEST_SETTINGS, reachesBackMs: REACH }

type Sketch = {
  what: 'event' | 'identify' | 'group' | 'alias' | 'added' | 'removed'
  user: string | null
  anonymous: string
  account: string | null
  ts: number
}

function message(sketch: Sketch, n: number): NormalisedMessage {
  const { what, user, anonymous, account, ts } = sketch
  const envelope = {
    n,
    source: 's',
    messageId: `m${n}`,
    ts,
    tsRaw: ts,
    knownAt: 1_000 + n,
    arrivalAssumed: false,
    imported: false,
    warnings: [],
  }
  const ids = { userId: user, anonymousId: user === null || what === 'identify' ? anonymous : null }
  if (what === 'identify') return { type: 'identify', ...envelope, ...ids, accountKey: account, traits: {} }
  if (what === 'group')
    return { type: 'group', ...envelope, ...ids, accountKey: account ?? 'x', role: null, traits: {} }
  if (what === 'alias') return { type: 'alias', ...envelope, ...ids, userId: user ?? 'u0', previousId: anonymous }
  if (what === 'event') {
    const rest = {
      name: 'e',
      call: 'track' as const,
      accountKey: account,
      sessionId: null,
      properties: '{}',
      excluded: false,
    }
    return { type: 'event', ...envelope, ...ids, ...rest }
  }
  return {
    type: 'membership',
    ...envelope,
    ...ids,
    userId: user ?? 'u0',
    accountKey: account ?? 'x',
    change: what,
    role: null,
  }
}

const sketch: fc.Arbitrary<Sketch> = fc.record({
  what: fc.constantFrom('event', 'event', 'event', 'identify', 'group', 'alias', 'added', 'removed'),
  user: fc.constantFrom(null, 'u0', 'u1', 'u2'),
  anonymous: fc.constantFrom('a0', 'a1', 'u1', 'u2'),
  account: fc.constantFrom(null, null, 'x', 'y'),
  ts: fc.integer({ min: 0, max: 200 }),
})

/** What a store does with batches: events as attributed, then the moves of the batch, in order. */
function store(batches: readonly ApplyBatch[]): Map<number, string | null> {
  const events = new Map<number, { actor: string; ts: number; keyless: boolean; account: string | null }>()
  for (const batch of batches) {
    for (const e of rowsOf(batch.events))
      events.set(e.n, { actor: e.actor, ts: e.ts, keyless: e.accountKey === null, account: e.account })
    for (const move of batch.moves) {
      for (const e of events.values()) {
        const meant = e.actor === move.actor && e.keyless && e.ts >= move.tsFrom && e.ts < move.tsTo
        if (meant && e.account === move.from) e.account = move.to
      }
    }
  }
  return new Map([...events].map(([n, e]) => [n, e.account]))
}

/** The state a store could restore after these batches. */
function restored(batches: readonly ApplyBatch[]) {
  const keyless = new Map<string, { actor: string; first: number; last: number }>()
  for (const { actor, ts, accountKey } of batches.flatMap((batch) => rowsOf(batch.events))) {
    if (accountKey !== null) continue
    const { first, last } = keyless.get(actor) ?? { first: ts, last: ts }
    keyless.set(actor, { actor, first: Math.min(first, ts), last: Math.max(last, ts) })
  }
  const kept = {
    links: batches.flatMap((batch) => batch.links),
    memberships: batches.flatMap((batch) => batch.memberships),
    traits: batches.flatMap((batch) => batch.traits),
  }
  return restoreAttribution([{ ...kept, keyless: [...keyless.values()] }], settings)
}

test('a state restored from what was stored goes on as if it had never been lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(sketch, { maxLength: 25 }),
      fc.array(fc.nat(25), { maxLength: 5 }),
      async (sketches, cuts) => {
        const messages = sketches.map((one, i) => message(one, i + 1))
        const batches: ApplyBatch[] = []
        for (const part of batchesOf(messages, cuts)) {
          const batch = { log: 'l', after: 0, upTo: 0, ...packMessages(part), refused: [], controls: [] }
          batches.push(attributeBatch(batch, await restored(batches), settings))
        }
        expect(store(batches)).toEqual(naiveAccounts(messages, REACH))
      },
    ),
    { numRuns: 3_000 },
  )
})

function batchesOf(messages: readonly NormalisedMessage[], cuts: readonly number[]): NormalisedMessage[][] {
  const ends = [...new Set(cuts.map((cut) => cut % (messages.length + 1)))].sort((a, b) => a - b)
  return [...ends, messages.length].map((end, i) => messages.slice(i === 0 ? 0 : ends[i - 1], end))
}

test('in any order, in any batches: events as attributed and then moved are where the whole list of messages says', () => {
  fc.assert(
    fc.property(fc.array(sketch, { maxLength: 25 }), fc.array(fc.nat(25), { maxLength: 5 }), (sketches, cuts) => {
      const messages = sketches.map((one, i) => message(one, i + 1))
      const state = emptyAttribution()
      const batches = batchesOf(messages, cuts).map((part) =>
        attributeBatch(
          { log: 'l', after: 0, upTo: 0, ...packMessages(part), refused: [], controls: [] },
          state,
          settings,
        ),
      )
      expect(store(batches)).toEqual(naiveAccounts(messages, REACH))
      const links = new Map(batches.flatMap((batch) => batch.links.map((link) => [link.actor, link.person] as const)))
      expect(links).toEqual(naivePersons(messages))
      for (const event of batches.flatMap((batch) => rowsOf(batch.events))) expect(event.actor).toBe(actorOf(event))
    }),
    { numRuns: 5_000 },
  )
})
