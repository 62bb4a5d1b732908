import { onTestFinished } from 'vitest'
import { compileModel } from '../../src/config/compile/compile-model.ts'
import { type Config, defineConfig } from '../../src/config/define-config.ts'
import type { Model } from '../../src/config/model.ts'
import { ANALYSES, type Analyses, type AnalysisKind } from '../../src/contract/analyze/analyses.ts'
import { answerAnalysis } from '../../src/reports/answer-analysis.ts'
import type { Fate } from '../../src/reports/landmark/fate.ts'
import type { Newcomer } from '../../src/reports/onboarding/newcomer.ts'
import type {
  LimitUse,
  ReportSource,
  ScoreTally,
  SegmentLookup,
  Stay,
} from '../../src/reports/question/report-source.ts'
import { batchOf, eventOf, openTemp, type StoryBatch } from '../duckdb/store-stories.ts'
import type { AttributedEvent } from '../event-rows.ts'

/** An event as a story tells it: when, who, in which account (null: none), what. */
export type Told = {
  readonly at: string | number
  readonly who: string
  readonly in?: string | null
  readonly did?: string
  readonly with?: Readonly<Record<string, unknown>>
  readonly excluded?: boolean
  readonly session?: string
}

export type ReportStory = {
  readonly config?: Config
  readonly events?: readonly Told[]
  /** Ids that turned out to be of one person. */
  readonly joins?: readonly { readonly actor: string; readonly person: string }[]
  readonly batch?: Partial<StoryBatch>
  readonly now?: string | number
  readonly segments?: SegmentLookup
  /** The same of whatever segment is asked for, by the name of the account. */
  readonly segmentOf?: (account: string, day: number) => string | null
  /** What became of accounts, by name. */
  readonly fates?: Readonly<Record<string, Fate>>
  /** The same of several outcomes. */
  readonly fatesOf?: Readonly<Record<string, Readonly<Record<string, Fate>>>>
  readonly newcomers?: readonly Newcomer[]
  /** When the signal asked for opened. */
  readonly openings?: Readonly<Record<string, readonly number[]>>
  readonly stays?: Readonly<Record<string, readonly Stay[]>>
  readonly scores?: readonly (Omit<ScoreTally, 'account'> & { readonly account: string })[]
  /** How much of which limit accounts use. */
  readonly limits?: readonly (Omit<LimitUse, 'account'> & { readonly account: string })[]
  /** When somebody did a task about an account. */
  readonly touches?: Readonly<Record<string, readonly number[]>>
}

/** Asks a kind of analysis as a user would: defaults filled in, answers whole. */
export type Ask = <K extends AnalysisKind>(kind: K, asked?: Analyses[K]['asked']) => Promise<Analyses[K]['answer']>

export function instant(at: string | number): number {
  if (typeof at === 'number') return at
  return Date.parse(at.length === 10 ? `${at}T12:00:00Z` : at)
}

/** A store of its own with these events, in the order told, and a way to ask it. */
export async function openReport(story: ReportStory): Promise<Ask> {
  const source = await openSource(story)
  return (kind, asked = {} as never) => answerAnalysis(source, kind, ANALYSES[kind].query.parse(asked) as never)
}

/** What reports read of such a store. */
export async function openSource(story: ReportStory): Promise<ReportSource> {
  const model = modelOf(story.config ?? defineConfig({ events: {} }))
  const { store } = await openTemp({ timezone: model.product.timezone })
  onTestFinished(() => store.close())
  const events = (story.events ?? []).map(toEvent)
  const links = (story.joins ?? []).map((join, i) => ({ n: events.length + 1 + i, ...join, knownAt: 0 }))
  const upTo = events.length + links.length + 100
  await store.apply(batchOf(0, upTo, { events, links, ...story.batch }))
  const now = instant(story.now ?? '2030-01-01')
  const { segmentOf } = story
  const byName: SegmentLookup = (_, account, day) =>
    account === 0 ? null : (segmentOf?.(store.dictionary.account.keyOf(account), day) ?? null)
  const readSegments = async () => story.segments ?? byName
  const byAccount = <T>(told: Readonly<Record<string, T>> = {}): Map<number, T> =>
    new Map(Object.entries(told).map(([account, one]) => [store.dictionary.account.idOf(account)!, one]))
  const readFates = async (outcome: string) => byAccount(story.fatesOf?.[outcome] ?? story.fates)
  const readNewcomers = async () => story.newcomers ?? []
  const readOpenings = async () => byAccount(story.openings)
  const readStays = async () => byAccount(story.stays)
  const readTouches = async () => byAccount(story.touches)
  const withIds = <T extends { readonly account: string }>(rows: readonly T[] = []) =>
    rows.map((one) => ({ ...one, account: store.dictionary.account.idOf(one.account)! }))
  const readScores = async () => withIds(story.scores)
  const readLimits = async () => withIds(story.limits)
  const past = { readFates, readNewcomers, readOpenings, readStays, readTouches }
  return { store, model, now, readSegments, readScores, readLimits, ...past }
}

function modelOf(config: Config): Model {
  const { model, problems } = compileModel(config)
  if (model === null) throw new Error(JSON.stringify(problems))
  return model
}

function toEvent(told: Told, i: number): AttributedEvent {
  const account = told.in === undefined ? 'acme' : told.in
  return eventOf(i + 1, {
    ts: instant(told.at),
    actor: told.who,
    account,
    noAccount: account === null ? 'none' : null,
    name: told.did ?? 'Note Written',
    properties: JSON.stringify(told.with ?? {}),
    excluded: told.excluded ?? false,
    sessionId: told.session ?? null,
  })
}
