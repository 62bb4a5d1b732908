import { cpSync, renameSync, rmSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Measure } from '../../src/config/model.ts'
import { MS_PER_DAY } from '../../src/core/time.ts'
import type { AttributionMove } from '../../src/store/analytic/analytic-store.ts'
import type { OpenedStore } from '../../src/store/analytic/duckdb/open-store.ts'
import { type AttributedEvent, columnsOf } from '../event-rows.ts'
import {
  eventOf,
  moveOf,
  openTemp,
  type SeenFact,
  type StoryBatch,
  seenFacts,
  storyOf,
  tempFolder,
  toApply,
} from './store-stories.ts'

/**
 * Any batches - late events, moves back and forth, account merges, known times that go back between logs - with merges, restarts and
 * archives anywhere: the facts equal those of a model that keeps plain events and asks each, for every day of knowledge, where it
 * belonged then. And so do the facts after a rebuild.
 */

const MEASURES: readonly Measure[] = [
  { key: 'measure:gauge', names: ['Storage'], call: 'track', where: [], value: 'gb', aggregate: 'gauge', scale: 1 },
  {
    key: 'measure:sum',
    names: ['Storage', 'Login'],
    call: 'track',
    where: [{ path: 'gb', op: 'gte', value: 3 }],
    value: 'gb',
    aggregate: 'sum',
    scale: 100,
  },
]
const ACTORS = ['ann', 'bob']
const ACCOUNTS = [null, 'acme', 'beta']
const START = 20_000

type Step =
  | { readonly kind: 'event'; readonly event: Omit<EventDraft, 'kind'> }
  | { readonly kind: 'move'; readonly move: MoveDraft }
type EventDraft = {
  readonly actor: number
  readonly account: number
  readonly keyed: boolean
  readonly excluded: boolean
  readonly name: string
  readonly day: number
  readonly hour: number
  readonly late: number
  readonly gb: number | null
  /** One of a few ids that come again; copies within 30 days of each other count once. Null: an id of its own. */
  readonly id: number | null
  readonly weeks: number
}
type MoveDraft = {
  readonly actor: number
  readonly from: number
  readonly to: number
  readonly fromDay: number
  readonly days: number
  readonly all: boolean
  readonly known: number
}
type Action =
  | { readonly kind: 'batch'; readonly log: string; readonly steps: readonly Step[] }
  | { readonly kind: 'compact' | 'restart' | 'crash' | 'archive' | 'backfill' }

const eventArb = fc.record({
  actor: fc.nat(1),
  account: fc.nat(2),
  keyed: fc.boolean(),
  excluded: fc.integer({ min: 0, max: 9 }).map((x) => x === 0),
  name: fc.constantFrom('Storage', 'Login', 'Login'),
  day: fc.nat(4),
  hour: fc.nat(23),
  late: fc.nat(3),
  gb: fc.option(fc.integer({ min: 0, max: 9 }), { freq: 4 }),
  id: fc.option(fc.nat(2), { freq: 2 }),
  weeks: fc.constantFrom(0, 0, 0, 0, 4, 8),
})
const moveArb = fc.record({
  actor: fc.nat(1),
  from: fc.nat(2),
  to: fc.nat(2),
  fromDay: fc.nat(4),
  days: fc.integer({ min: 1, max: 5 }),
  all: fc.boolean(),
  known: fc.nat(6),
})
const stepArb: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: eventArb.map((event) => ({ kind: 'event' as const, event })) },
  {
    weight: 1,
    arbitrary: moveArb.filter((m) => m.from !== m.to).map((move) => ({ kind: 'move' as const, move })),
  },
)
const actionArb: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({ log: fc.constantFrom('live', 'import'), steps: fc.array(stepArb, { minLength: 1, maxLength: 8 }) })
      .map((batch) => ({ kind: 'batch' as const, ...batch })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('compact', 'restart', 'crash', 'archive', 'backfill')
      .map((kind) => ({ kind }) as Action),
  },
)

function toBatch(log: string, after: number, steps: readonly Step[]): StoryBatch {
  const events: AttributedEvent[] = []
  const moves: AttributionMove[] = []
  steps.forEach((step, i) => {
    const n = after + 1 + i
    if (step.kind === 'event') events.push(toEvent(log, n, step.event))
    else moves.push(toMove(n, step.move))
  })
  return storyOf(after, after + steps.length, { log, events, moves })
}

function toEvent(log: string, n: number, draft: EventDraft): AttributedEvent {
  const ts = (START + draft.day + draft.weeks * 7) * MS_PER_DAY + draft.hour * 3_600_000
  const account = ACCOUNTS[draft.account]!
  return eventOf(n, {
    ts,
    knownAt: ts + draft.late * MS_PER_DAY,
    messageId: draft.id === null ? `${log}${n}` : `again ${draft.id}`,
    actor: ACTORS[draft.actor]!,
    account,
    accountKey: draft.keyed && account !== null ? account : null,
    noAccount: account === null ? 'none' : null,
    excluded: draft.excluded,
    name: draft.name,
    properties: draft.gb === null ? '{}' : JSON.stringify({ gb: draft.gb }),
  })
}

function toMove(n: number, draft: MoveDraft): AttributionMove {
  return moveOf(n, {
    actor: ACTORS[draft.actor]!,
    from: ACCOUNTS[draft.from]!,
    to: ACCOUNTS[draft.to]!,
    tsFrom: (START + draft.fromDay) * MS_PER_DAY,
    tsTo: (START + draft.fromDay + draft.days) * MS_PER_DAY,
    knownAt: (START + draft.known) * MS_PER_DAY,
    which: draft.all ? 'all' : 'keyless',
  })
}

type Span = { readonly account: string | null; readonly from: number }
type ModelEvent = { readonly event: AttributedEvent; readonly order: number; readonly spans: Span[] }

/** Obeys a batch message by message. */
function obey(model: ModelEvent[], movedOn: Map<string, number>, batch: StoryBatch): void {
  for (let n = batch.after + 1; n <= batch.upTo; n++) {
    const event = batch.events.find((e) => e.n === n)
    const move = batch.moves.find((m) => m.n === n)
    if (event !== undefined) {
      model.push({ event, order: model.length, spans: [{ account: event.account, from: dayOf(event.knownAt) }] })
    }
    if (move !== undefined) obeyMove(model, movedOn, move)
  }
}

function obeyMove(model: ModelEvent[], movedOn: Map<string, number>, move: AttributionMove): void {
  const known = Math.max(dayOf(move.knownAt), movedOn.get(move.actor) ?? Number.NEGATIVE_INFINITY)
  movedOn.set(move.actor, known)
  for (const { event, spans } of model) {
    const last = spans[spans.length - 1]!
    const inTime = event.ts >= move.tsFrom && event.ts < move.tsTo
    if (event.actor !== move.actor || last.account !== move.from || !inTime) continue
    if (move.which === 'keyless' && event.accountKey !== null) continue
    spans.push({ account: move.to, from: Math.max(known, last.from) })
  }
}

function dayOf(ts: number): number {
  return Math.floor(ts / MS_PER_DAY)
}

/** The batch without the events that repeat one kept before. */
function leaveOutCopies(model: readonly ModelEvent[], batch: StoryBatch): StoryBatch {
  const kept = model.map(({ event }) => event)
  const events = batch.events.filter((event) => {
    const isCopy = kept.some((k) => k.messageId === event.messageId && Math.abs(k.ts - event.ts) <= 30 * MS_PER_DAY)
    if (!isCopy) kept.push(event)
    return !isCopy
  })
  return { ...batch, events }
}

/** What a reader must see as of a known day. */
function expectedFacts(
  model: readonly ModelEvent[],
  measures: readonly Measure[],
  asOf: number,
): Map<string, SeenFact> {
  const facts = new Map<string, SeenFact>()
  const inOrder = [...model].sort((a, b) => a.event.ts - b.event.ts || a.order - b.order)
  for (const { event, spans } of inOrder) {
    const span = spans.filter((s) => s.from <= asOf).at(-1)
    if (span === undefined || event.excluded) continue
    const place = `${span.account ?? '-'} | ${event.actor} | ${dayOf(event.ts)}`
    count(facts, `name:${event.name} | ${place}`, event.ts, 0, null)
    const gb = (JSON.parse(event.properties) as { gb?: number }).gb
    const has = (key: string, name: boolean) => name && measures.some((measure) => measure.key === key)
    if (gb === undefined) continue
    if (has('measure:gauge', event.name === 'Storage')) count(facts, `measure:gauge | ${place}`, event.ts, 0, gb)
    if (has('measure:sum', gb >= 3)) count(facts, `measure:sum | ${place}`, event.ts, gb * 100, null)
  }
  return facts
}

function count(facts: Map<string, SeenFact>, key: string, ts: number, sum: number, gauge: number | null): void {
  const before = facts.get(key)
  facts.set(key, {
    n: (before?.n ?? 0) + 1,
    sum: (before?.sum ?? 0) + sum,
    firstTs: before?.firstTs ?? ts,
    lastTs: ts,
    lastValue: gauge,
    maxValue: gauge === null ? null : Math.max(gauge, before?.maxValue ?? gauge),
  })
}

async function act(
  folder: string,
  opened: OpenedStore,
  action: Exclude<Action, { kind: 'batch' }>,
): Promise<OpenedStore> {
  switch (action.kind) {
    case 'compact':
      await opened.store.compact({ force: true })
      return opened
    case 'archive':
      await opened.store.archive(START + 3)
      return opened
    case 'backfill':
      await opened.store.backfillMeasures(MEASURES)
      return opened
    case 'restart':
      await opened.store.close()
      return openTemp({ folder })
    case 'crash':
      return crash(folder, opened)
  }
}

/** What a killed process leaves: the files as they lie, without the checkpoint that closing makes. */
async function crash(folder: string, opened: OpenedStore): Promise<OpenedStore> {
  cpSync(folder, `${folder}-left`, { recursive: true })
  await opened.store.close()
  rmSync(folder, { recursive: true })
  renameSync(`${folder}-left`, folder)
  return openTemp({ folder })
}

function sorted(facts: Map<string, SeenFact>): unknown {
  return [...facts].sort(([a], [b]) => (a < b ? -1 : 1))
}

async function live(actions: readonly Action[]): Promise<void> {
  const folder = tempFolder()
  let opened = await openTemp({ folder })
  try {
    const model: ModelEvent[] = []
    const movedOn = new Map<string, number>()
    for (const action of actions) {
      if (action.kind !== 'batch') {
        opened = await act(folder, opened, action)
        continue
      }
      const batch = toBatch(action.log, opened.store.applied()[action.log] ?? 0, action.steps)
      const kept = leaveOutCopies(model, batch)
      const copies = await opened.store.findDuplicates(columnsOf(batch.events))
      expect(batch.events.filter((_, i) => copies[i] === 0)).toEqual(kept.events)
      await opened.store.apply(toApply(kept))
      obey(model, movedOn, kept)
    }
    const measures = actions.some((action) => action.kind === 'backfill') ? MEASURES : []
    await compare(opened, model, measures)
    await opened.store.archive(START + 100)
    await opened.store.rebuild()
    await compare(opened, model, measures)
  } finally {
    await opened.store.close()
    rmSync(folder, { recursive: true })
  }
}

async function compare(opened: OpenedStore, model: readonly ModelEvent[], measures: readonly Measure[]): Promise<void> {
  for (const asOf of [START + 1, START + 2, START + 3, START + 5, START + 30, START + 100]) {
    const seen = await seenFacts(opened.context, asOf === START + 100 ? null : asOf)
    expect(sorted(seen)).toEqual(sorted(expectedFacts(model, measures, asOf)))
  }
}

test('deltas = full rebuild = a naive model, in every view', { timeout: 120_000 }, async () => {
  await fc.assert(fc.asyncProperty(fc.array(actionArb, { minLength: 1, maxLength: 10 }), live), {
    numRuns: 20,
    endOnFailure: false,
  })
})
