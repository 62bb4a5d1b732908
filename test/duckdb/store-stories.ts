import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ApplyBatch } from '../../src/store/analytic/analytic-store.ts'
import type { AttributionMove } from '../../src/store/analytic/attribution-move.ts'
import { type OpenedStore, openDuckdbStore } from '../../src/store/analytic/duckdb/open-store.ts'
import type { StoreContext } from '../../src/store/analytic/duckdb/store-context.ts'
import { toAnalyticStore } from '../../src/store/analytic/duckdb/to-analytic-store.ts'
import type { FactColumn } from '../../src/store/analytic/rows.ts'
import { type AttributedEvent, columnsOf } from '../event-rows.ts'

/** For tests: explicit rows with dates, filled up with what does not matter to the story. */
export function eventOf(n: number, over: Partial<AttributedEvent> & { readonly ts: number }): AttributedEvent {
  return {
    type: 'event',
    n,
    source: 'web',
    messageId: `m${n}`,
    tsRaw: over.ts,
    knownAt: over.ts,
    arrivalAssumed: false,
    imported: false,
    userId: over.actor ?? 'ann',
    anonymousId: null,
    warnings: [],
    name: 'Project Created',
    call: 'track',
    accountKey: null,
    sessionId: null,
    properties: '{}',
    excluded: false,
    actor: 'ann',
    account: 'acme',
    noAccount: null,
    ...over,
  }
}

/** A batch as stories tell it: its events as rows. */
export type StoryBatch = Omit<ApplyBatch, 'events'> & { readonly events: readonly AttributedEvent[] }

export function batchOf(after: number, upTo: number, over: Partial<StoryBatch>): ApplyBatch {
  return toApply(storyOf(after, upTo, over))
}

export function toApply(batch: StoryBatch): ApplyBatch {
  return { ...batch, events: columnsOf(batch.events) }
}

export function storyOf(after: number, upTo: number, over: Partial<StoryBatch>): StoryBatch {
  return {
    log: 'live',
    after,
    upTo,
    events: [],
    links: [],
    memberships: [],
    traits: [],
    subscriptions: [],
    moves: [],
    refused: [],
    controls: [],
    ...over,
  }
}

export function moveOf(n: number, over: Partial<AttributionMove> & { readonly knownAt: number }): AttributionMove {
  return {
    n,
    actor: 'ann',
    from: null,
    to: 'acme',
    tsFrom: 0,
    tsTo: Number.POSITIVE_INFINITY,
    which: 'keyless',
    excluded: false,
    ...over,
  }
}

export function tempFolder(): string {
  return mkdtempSync(join(tmpdir(), 'telltale-store-'))
}

export function openTemp(over: { readonly folder?: string; readonly timezone?: string } = {}): Promise<OpenedStore> {
  return openDuckdbStore({
    folder: over.folder ?? tempFolder(),
    timezone: over.timezone ?? 'UTC',
    closeDelayMinutes: 0,
    memoryLimitMb: 200,
    threads: 1,
  })
}

/** A fact as a reader sees it: rows of one key added up, superseding rows obeyed. */
export type SeenFact = {
  n: number
  sum: number
  firstTs: number | null
  lastTs: number | null
  lastValue: number | null
  maxValue: number | null
}

const COLUMNS: readonly FactColumn[] = ['sum', 'firstTs', 'lastTs', 'lastValue', 'maxValue']

/** All facts as of a known day (null: all that is known now), by `fact | account | actor | day`; those that came to nothing left out. */
export async function seenFacts(context: StoreContext, knownUpTo: number | null): Promise<Map<string, SeenFact>> {
  const seen = new Map<string, SeenFact>()
  const scan = { accounts: null, days: { from: -100_000, to: 100_000 }, knownUpTo, facts: null, columns: COLUMNS }
  for await (const block of toAnalyticStore(context).scanFacts(scan)) {
    for (let i = 0; i < block.rows; i++) {
      const key = [
        context.keys.fact.keys[block.fact[i]!],
        context.keys.account.keys[block.account[i]!] || '-',
        context.keys.actor.keys[block.actor[i]!],
        block.day[i],
      ].join(' | ')
      const row = {
        n: block.n[i]!,
        sum: block.sum[i]!,
        firstTs: known(block.firstTs[i]!),
        lastTs: known(block.lastTs[i]!),
        lastValue: known(block.lastValue[i]!),
        maxValue: known(block.maxValue[i]!),
      }
      seen.set(key, addRow(seen.get(key), row, block.supersedes[i] === 1))
    }
  }
  for (const [key, fact] of seen) if (fact.n === 0 && fact.firstTs === null) seen.delete(key)
  return seen
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

function addRow(before: SeenFact | undefined, row: SeenFact, supersedes: boolean): SeenFact {
  if (before === undefined) return row
  const counts = { n: before.n + row.n, sum: before.sum + row.sum }
  if (supersedes || before.lastTs === null) return { ...row, ...counts }
  const later = row.lastTs !== null && row.lastTs >= before.lastTs
  return {
    ...counts,
    firstTs: Math.min(before.firstTs ?? Number.POSITIVE_INFINITY, row.firstTs ?? Number.POSITIVE_INFINITY),
    lastTs: later ? row.lastTs : before.lastTs,
    lastValue: later ? row.lastValue : before.lastValue,
    maxValue: greater(before.maxValue, row.maxValue),
  }
}

function greater(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.max(a, b)
}
