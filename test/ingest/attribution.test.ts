import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { IngestSettings } from '../../src/config/ingest-settings.ts'
import { attributeBatch } from '../../src/ingest/attribute-batch.ts'
import { emptyAttribution } from '../../src/ingest/attribution-state.ts'
import { DEFAULT_INGEST_SETTINGS } from '../../src/ingest/ingest-settings.ts'
import { restoreAttribution } from '../../src/ingest/restore-attribution.ts'
import type { ApplyBatch } from '../../src/store/analytic/analytic-store.ts'
import type { AttributionMove } from '../../src/store/analytic/attribution-move.ts'
import { FLAG } from '../../src/store/analytic/event-flags.ts'
import type { NormalisedMessage } from '../../src/store/analytic/message.ts'
import { packMessages, rowsOf } from '../event-rows.ts'
import { actorOf, naiveAccounts, naiveExcluded, naivePersons } from './attribution-naive.ts'

const REACH = 50
const exclusions: IngestSettings['exclusions'] = [
  { kind: 'trait', key: 'test', value: true },
  { kind: 'id', of: 'user', ids: ['u2'] },
  { kind: 'id', of: 'account', ids: ['y'] },
]
const settings = { ...DEFAULT_INGEST_SETTINGS, reachesBackMs: REACH, exclusions }

type Sketch = {
  what: 'event' | 'identify' | 'group' | 'alias' | 'added' | 'removed'
  user: string | null
  anonymous: string
  account: string | null
  ts: number
  test: boolean | null
}

function message(sketch: Sketch, n: number): NormalisedMessage {
  const { what, user, anonymous, account, ts, test } = sketch
  const traits: Record<string, boolean> = test === null ? {} : { test }
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
  if (what === 'identify') return { type: 'identify', ...envelope, ...ids, accountKey: account, traits }
  if (what === 'group') return { type: 'group', ...envelope, ...ids, accountKey: account ?? 'x', role: null, traits }
  if (what === 'alias') return { type: 'alias', ...envelope, ...ids, userId: user ?? 'u0', previousId: anonymous }
  if (what === 'event') {
    const rest = {
      name: 'e',
      call: 'track' as const,
      accountKey: account,
      sessionId: null,
      properties: '{}',
      excluded: ids.userId === 'u2' || ids.anonymousId === 'u2' || account === 'y',
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

/** Where an event belongs, and whether it is out of every number. */
type Place = readonly [account: string | null, excluded: boolean]

const sketch: fc.Arbitrary<Sketch> = fc.record({
  what: fc.constantFrom('event', 'event', 'event', 'identify', 'group', 'alias', 'added', 'removed'),
  user: fc.constantFrom(null, 'u0', 'u1', 'u2'),
  anonymous: fc.constantFrom('a0', 'a1', 'u1', 'u2'),
  account: fc.constantFrom(null, null, 'x', 'y'),
  ts: fc.integer({ min: 0, max: 200 }),
  test: fc.constantFrom(null, null, true, false),
})

type Stored = {
  actor: string
  ts: number
  keyless: boolean
  account: string | null
  out: Record<'self' | 'person' | 'account', boolean>
}

/** What a store does with batches: events as attributed, then the moves of the batch, in order. */
function store(batches: readonly ApplyBatch[]): Map<number, Place> {
  const events = new Map<number, Stored>()
  for (const batch of batches) {
    const { n, flags } = batch.events
    const flagsOf = new Map(Array.from(n, (one, row) => [one, flags[row]!]))
    for (const e of rowsOf(batch.events)) {
      const bits = flagsOf.get(e.n)!
      const out = {
        self: (bits & FLAG.excluded) !== 0,
        person: (bits & FLAG.excludedPerson) !== 0,
        account: (bits & FLAG.excludedAccount) !== 0,
      }
      events.set(e.n, { actor: e.actor, ts: e.ts, keyless: e.accountKey === null, account: e.account, out })
    }
    for (const move of batch.moves) for (const e of events.values()) obey(move, e)
  }
  return new Map([...events].map(([n, { account, out }]) => [n, [account, out.self || out.person || out.account]]))
}

function obey(move: AttributionMove, e: Stored): void {
  const isTheirs = e.actor === move.actor
  switch (move.which) {
    case 'person':
      if (isTheirs) e.out.person = move.excluded
      return
    case 'account':
      if (e.account === move.from) e.out.account = move.excluded
      return
    case 'keyless':
    case 'all':
      if (!isTheirs || !e.keyless || e.ts < move.tsFrom || e.ts >= move.tsTo || e.account !== move.from) return
      e.account = move.to
      e.out.account = move.excluded
  }
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
        expect(store(batches)).toEqual(naivePlaces(messages))
      },
    ),
    { numRuns: 3_000 },
  )
})

function naivePlaces(messages: readonly NormalisedMessage[]): Map<number, Place> {
  const accounts = naiveAccounts(messages, REACH)
  const excluded = naiveExcluded(messages, accounts, exclusions)
  return new Map([...accounts].map(([n, account]) => [n, [account, excluded.has(n)]]))
}

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
      expect(store(batches)).toEqual(naivePlaces(messages))
      const links = new Map(batches.flatMap((batch) => batch.links.map((link) => [link.actor, link.person] as const)))
      expect(links).toEqual(naivePersons(messages))
      for (const event of batches.flatMap((batch) => rowsOf(batch.events))) expect(event.actor).toBe(actorOf(event))
    }),
    { numRuns: 5_000 },
  )
})
