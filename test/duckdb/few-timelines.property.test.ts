import { rmSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MS_PER_DAY } from '../../src/core/time.ts'
import type { AnalyticStore } from '../../src/store/analytic/analytic-store.ts'
import { openDuckdbStore } from '../../src/store/analytic/duckdb/open-store.ts'
import type { AccountTimeline, TimelineNeeds } from '../../src/store/analytic/rows.ts'
import { batchOf, eventOf, moveOf, tempFolder } from './store-stories.ts'

const START = 20_500 * MS_PER_DAY
const account = fc.constantFrom('acme', 'beta', 'cove')
const actor = fc.constantFrom('ann', 'bo', 'cy', 'dan')
/** When it was so; it becomes known in the order told. */
const from = fc.integer({ min: 0, max: 20 }).map((day) => START + day * MS_PER_DAY)

const toldArbitrary = fc.oneof(
  fc.record({ kind: fc.constant('event' as const), account, actor, from }),
  fc.record({ kind: fc.constant('membership' as const), account, person: actor, from }),
  fc.record({ kind: fc.constant('link' as const), actor, person: actor }),
  fc.record({ kind: fc.constant('trait' as const), account, key: fc.constantFrom('plan', '$first_seen'), from }),
  fc.record({ kind: fc.constant('person trait' as const), person: actor, from }),
  fc.record({ kind: fc.constant('subscription' as const), account, from }),
  fc.record({ kind: fc.constant('move' as const), into: account, of: account }),
)
type Told = typeof toldArbitrary extends fc.Arbitrary<infer T> ? T : never

const SUBSCRIPTION = {
  ...({ type: 'subscription', source: 'billing', arrivalAssumed: false, imported: false } as const),
  ...({ messageId: 'm', tsRaw: START, ts: START, warnings: [], userId: null, anonymousId: null } as const),
  ...({ subscriptionId: 's', plan: 'pro', status: 'active', termsMinor: 900, mrrMinor: 900 } as const),
  ...({ currency: 'EUR', to: null, cancelDecidedAt: null } as const),
}

function toBatch(told: Told, n: number) {
  const knownAt = START + 21 * MS_PER_DAY + n * 1000
  const at = { n, knownAt }
  switch (told.kind) {
    case 'event':
      return { events: [eventOf(n, { ts: told.from, knownAt, account: told.account, actor: told.actor })] }
    case 'membership':
      return {
        memberships: [{ ...at, account: told.account, person: told.person, from: told.from, to: null, role: null }],
      }
    case 'link':
      return told.actor === told.person ? {} : { links: [{ ...at, actor: told.actor, person: told.person }] }
    case 'trait': {
      const value = told.key === 'plan' ? 'pro' : new Date(told.from).toISOString()
      return {
        traits: [{ ...at, of: 'account' as const, subject: told.account, key: told.key, value, from: told.from }],
      }
    }
    case 'person trait':
      return {
        traits: [{ ...at, of: 'person' as const, subject: told.person, key: 'title', value: 'CEO', from: told.from }],
      }
    case 'subscription':
      return { subscriptions: [{ ...SUBSCRIPTION, ...at, accountKey: told.account, from: told.from }] }
    case 'move':
      return { moves: [moveOf(n, { actor: '', from: told.of, to: told.into, which: 'all', knownAt })] }
  }
}

const ASKED: readonly (TimelineNeeds | undefined)[] = [
  undefined,
  { people: true, accountTraits: ['plan'], personTraits: [], subscriptions: false, firstSeen: true, heard: true },
  { people: false, accountTraits: [], personTraits: null, subscriptions: true, firstSeen: false, heard: true },
  { people: false, accountTraits: [], personTraits: [], subscriptions: false, firstSeen: true, heard: false },
  { people: true, accountTraits: null, personTraits: ['title'], subscriptions: false, firstSeen: false, heard: false },
]

async function read(store: AnalyticStore, accounts: Int32Array | null, needs: TimelineNeeds | undefined) {
  const timelines: AccountTimeline[] = []
  for await (const page of store.scanTimelines(accounts, needs)) timelines.push(...page)
  return timelines
}

test('a few accounts asked for by themselves have the timelines that they have among all', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(toldArbitrary, { minLength: 1, maxLength: 25 }), async (told) => {
      const folder = tempFolder()
      const { store } = await openDuckdbStore({ folder, timezone: 'UTC', closeDelayMinutes: 0 })
      for (const [i, one] of told.entries()) await store.apply(batchOf(i, i + 1, toBatch(one, i + 1)))
      const ids = Int32Array.from({ length: store.dictionary.account.size() }, (_, i) => i + 1)
      for (const needs of ASKED) {
        const all = await read(store, null, needs)
        expect(await read(store, ids, needs)).toEqual(all)
        for (const id of ids) expect(await read(store, Int32Array.of(id), needs)).toEqual([all[id - 1]])
      }
      await store.close()
      rmSync(folder, { recursive: true })
    }),
    { numRuns: 10 },
  )
}, 60_000)
