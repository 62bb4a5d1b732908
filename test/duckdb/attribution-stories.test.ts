import { rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Measure } from '../../src/config/model.ts'
import { dayToIso, isoToDay } from '../../src/core/time.ts'
import type { OpenedStore } from '../../src/store/analytic/duckdb/open-store.ts'
import { columnsOf } from '../event-rows.ts'
import { batchOf, eventOf, moveOf, openTemp, seenFacts, tempFolder } from './store-stories.ts'

let folder: string
let opened: OpenedStore

beforeEach(async () => {
  folder = tempFolder()
  opened = await openTemp({ folder })
})
afterEach(async () => {
  await opened.store.close()
  rmSync(folder, { recursive: true })
})

const at = (iso: string) => Date.parse(iso)

/** `fact | account | actor | day → n`, as known on a date. */
async function countsOn(date: string | null): Promise<Record<string, number>> {
  const seen = await seenFacts(opened.context, date === null ? null : isoToDay(date)!)
  const readable = [...seen].map(([key, fact]) => [key.replace(/\d+$/, (day) => dayToIso(Number(day))), fact.n])
  return Object.fromEntries(readable)
}

test('an event two days late counts on its own day, and is known two days later', async () => {
  const late = eventOf(1, { ts: at('2026-03-02T10:00:00Z'), knownAt: at('2026-03-04T08:00:00Z') })
  await opened.store.apply(batchOf(0, 1, { events: [late] }))
  expect(await countsOn('2026-03-03')).toEqual({})
  expect(await countsOn('2026-03-04')).toEqual({ 'name:Project Created | acme | ann | 2026-03-02': 1 })
})

test('group five minutes after sign-up moves the events before it; an event that named its account stays', async () => {
  const early = { ts: at('2026-03-02T10:00:00Z'), account: null, noAccount: 'before_membership' } as const
  const keyed = { ts: at('2026-03-02T10:01:00Z'), account: 'beta', accountKey: 'beta' }
  await opened.store.apply(batchOf(0, 2, { events: [eventOf(1, early), eventOf(2, keyed)] }))
  const { retimed } = await opened.store.apply(
    batchOf(2, 3, { moves: [moveOf(3, { knownAt: at('2026-03-02T10:05:00Z') })] }),
  )
  expect(await countsOn(null)).toEqual({
    'name:Project Created | acme | ann | 2026-03-02': 1,
    'name:Project Created | beta | ann | 2026-03-02': 1,
  })
  expect(Array.from(retimed, opened.store.dictionary.account.keyOf)).toEqual(['acme'])
  const counts = await opened.store.counts()
  expect(counts.withoutAccount).toEqual({ before_membership: 0, several_accounts: 0, none: 0 })
})

test('an account merge known on the 9th: two accounts until then, one over all history after', async () => {
  const events = [
    eventOf(1, { ts: at('2026-03-02T10:00:00Z'), actor: 'ann', account: 'acme', accountKey: 'acme' }),
    eventOf(2, { ts: at('2026-03-02T11:00:00Z'), actor: 'bob', account: 'acme-old', accountKey: 'acme-old' }),
  ]
  await opened.store.apply(batchOf(0, 2, { events }))
  const merge = {
    actor: '',
    from: 'acme-old',
    to: 'acme',
    tsFrom: Number.NEGATIVE_INFINITY,
    which: 'all',
    knownAt: at('2026-03-09T09:00:00Z'),
  } as const
  await opened.store.apply(batchOf(2, 3, { moves: [moveOf(3, merge)] }))
  expect(await countsOn('2026-03-08')).toEqual({
    'name:Project Created | acme | ann | 2026-03-02': 1,
    'name:Project Created | acme-old | bob | 2026-03-02': 1,
  })
  expect(await countsOn('2026-03-09')).toEqual({
    'name:Project Created | acme | ann | 2026-03-02': 1,
    'name:Project Created | acme | bob | 2026-03-02': 1,
  })
})

test('the highest and latest reading of a gauge are read again when the highest moves away', async () => {
  const gauge: Measure = {
    key: 'measure:storage',
    names: ['Storage'],
    call: 'track',
    where: [],
    value: 'gb',
    aggregate: 'gauge',
    scale: 1,
  }
  await opened.store.backfillMeasures([gauge])
  const reading = (n: number, hour: string, gb: number, actor: string) =>
    eventOf(n, { ts: at(`2026-03-02T${hour}:00Z`), name: 'Storage', properties: JSON.stringify({ gb }), actor })
  await opened.store.apply(
    batchOf(0, 3, {
      events: [reading(1, '09:00', 40, 'ann'), reading(2, '10:00', 90, 'ann'), reading(3, '11:00', 50, 'ann')],
    }),
  )
  const leaves = { tsFrom: at('2026-03-02T10:00:00Z'), tsTo: at('2026-03-02T10:30:00Z'), from: 'acme', to: 'beta' }
  await opened.store.apply(batchOf(3, 4, { moves: [moveOf(4, { ...leaves, knownAt: at('2026-03-05T00:00:00Z') })] }))
  const day = isoToDay('2026-03-02')
  const before = (await seenFacts(opened.context, isoToDay('2026-03-04')!)).get(`measure:storage | acme | ann | ${day}`)
  const after = await seenFacts(opened.context, null)
  expect(before).toMatchObject({ n: 3, maxValue: 90, lastValue: 50 })
  expect(after.get(`measure:storage | acme | ann | ${day}`)).toMatchObject({ n: 2, maxValue: 50, lastValue: 50 })
  expect(after.get(`measure:storage | beta | ann | ${day}`)).toMatchObject({ n: 1, maxValue: 90, lastValue: 90 })
})

test('a measure added later has the facts it would have had from the start', async () => {
  const paid: Measure = {
    key: 'measure:paid',
    names: ['Invoice Paid'],
    call: 'track',
    where: [{ path: 'plan.name', op: 'is', value: 'pro' }],
    value: 'amount',
    aggregate: 'sum',
    scale: 100,
  }
  const invoice = (n: number, plan: string, knownAt: string) =>
    eventOf(n, {
      ts: at('2026-03-02T09:00:00Z'),
      knownAt: at(knownAt),
      name: 'Invoice Paid',
      properties: JSON.stringify({ plan: { name: plan }, amount: 19.99 }),
    })
  const early = [invoice(1, 'pro', '2026-03-02T09:00:00Z'), invoice(2, 'free', '2026-03-02T09:00:00Z')]
  await opened.store.apply(batchOf(0, 2, { events: early }))
  await opened.store.apply(batchOf(2, 3, { events: [invoice(3, 'pro', '2026-03-06T09:00:00Z')] }))
  await opened.store.backfillMeasures([paid])
  await opened.store.apply(batchOf(3, 4, { events: [invoice(4, 'pro', '2026-03-06T10:00:00Z')] }))
  const key = `measure:paid | acme | ann | ${isoToDay('2026-03-02')}`
  expect((await seenFacts(opened.context, isoToDay('2026-03-05')!)).get(key)).toMatchObject({ n: 1, sum: 1999 })
  expect((await seenFacts(opened.context, null)).get(key)).toMatchObject({ n: 3, sum: 5997 })
})

test('the same message from an import a year later is a copy; the same id from another source, or another event time, is not', async () => {
  const first = eventOf(1, { ts: at('2025-03-02T09:00:00Z'), messageId: 'order-7' })
  await opened.store.apply(batchOf(0, 1, { events: [first] }))
  const ask = (source: string, ts: string) => eventOf(2, { source, messageId: 'order-7', ts: at(ts) })
  const found = await opened.store.findDuplicates(
    columnsOf([
      ask('web', '2025-03-02T09:00:00Z'),
      ask('app', '2025-03-02T09:00:00Z'),
      ask('app', '2025-03-20T09:00:00Z'),
      ask('web', '2025-04-02T09:00:00Z'),
    ]),
  )
  expect([...found]).toEqual([1, 0, 1, 0])
})

test('excluded events are kept and counted but make no facts; a batch applied before is ignored', async () => {
  const batch = batchOf(0, 1, { events: [eventOf(1, { ts: at('2026-03-02T09:00:00Z'), excluded: true })] })
  await opened.store.apply(batch)
  const again = await opened.store.apply(batch)
  expect(again.kept).toBe(0)
  expect(await countsOn(null)).toEqual({})
  expect(await opened.store.counts()).toMatchObject({ events: 1, excluded: 1, facts: 0 })
})

test('days follow the zone: a changed zone moves events to their new local day', async () => {
  await opened.store.apply(batchOf(0, 1, { events: [eventOf(1, { ts: at('2026-03-02T03:30:00Z') })] }))
  await opened.store.close()
  opened = await openTemp({ folder, timezone: 'America/New_York' })
  expect(await countsOn(null)).toEqual({ 'name:Project Created | acme | ann | 2026-03-01': 1 })
  await opened.store.apply(batchOf(1, 2, { events: [eventOf(2, { ts: at('2026-03-02T04:30:00Z') })] }))
  expect(await countsOn(null)).toEqual({ 'name:Project Created | acme | ann | 2026-03-01': 2 })
})

test('hostile names and ids come back as they went in', async () => {
  const hostile = ['__proto__', "'; DROP TABLE event; --", 'a\u0000b', '\u202Eevil', '"', 'x'.repeat(10_000)]
  const events = hostile.map((name, i) =>
    eventOf(i + 1, { ts: at('2026-03-02T03:30:00Z'), name, actor: name, account: name, messageId: name }),
  )
  await opened.store.apply(batchOf(0, hostile.length, { events }))
  await opened.store.archive(isoToDay('2026-03-02')!)
  await opened.store.rebuild()
  const scan = { accounts: null, names: null, by: 'happened', days: { from: 0, to: 99_999 }, latest: null } as const
  const rows = []
  for await (const block of opened.store.scanEvents(scan)) rows.push(...block)
  expect(rows.map((row) => [row.name, row.messageId])).toEqual(hostile.map((name) => [name, name]))
  expect(rows.map((row) => opened.store.dictionary.account.keyOf(row.account))).toEqual(hostile)
})
