import type { Day, Millis } from '../../core/time.ts'
import type { ReportSource } from '../../reports/question/report-source.ts'
import { CHANGING_TABLES, type ChangingTable, type ReportQuery } from '../../store/analytic/analytic-store.ts'
import { readActsVersion } from '../../store/control/task-acts.ts'
import { renderSql } from '../../store/sql.ts'
import type { Project } from '../project.ts'
import { reportSource } from './report-source.ts'

/** What was read to answer a question: rows of tables about what was before an instant, what is worked out of everything that is known, what people did about tasks. */
type Reads = {
  readonly before: Map<ChangingTable, Millis>
  everything: boolean
  acts: string | null
}

export type WatchedSource = {
  readonly source: ReportSource
  /** Whether all that was read so far is still what it was. */
  readonly stillHolds: () => Promise<boolean>
}

/**
 * What reports read of a project, and whether it has changed since: an event of today changes nothing that was read of days that are over, a late one does.
 * `close`: all is read as of the close of this day; null: as of now.
 */
export function watchReads(project: Project, stop: AbortSignal, close: Day | null = null): WatchedSource {
  const { store, control } = project
  const plain = reportSource(close === null ? project : atClose(project, close), stop)
  const reads: Reads = { before: new Map(), everything: false, acts: null }
  const batch = store.batches()
  const [definitions, knowledge] = [definitionsOf(project), knowledgeOf(project)]
  /** A fold of all accounts up to the close of a day rests on whatever was before it, of every table; undefined: on everything. */
  const noteDays = (last: Day | undefined): void => {
    if (last === undefined) reads.everything = true
    else for (const table of CHANGING_TABLES) noteTable(reads, table, project.zone.startOf(last + 1))
    // Who is excluded now was so ever.
    if (project.config.judged.model.exclusions.length > 0) noteTable(reads, 'trait', Number.POSITIVE_INFINITY)
  }
  /** What became of everybody: a merge holds for all of history, whenever it is told. */
  const noteAll = (): void => {
    noteDays(close ?? undefined)
    noteTable(reads, 'control', Number.POSITIVE_INFINITY)
  }
  const source: ReportSource = {
    ...plain,
    store: {
      ...plain.store,
      report: (query) => {
        noteTables(reads, query)
        return plain.store.report(query)
      },
    },
    readSegments: (segments, days) => {
      noteDays(days.to)
      return plain.readSegments(segments, days)
    },
    readFates: noting(noteAll, plain.readFates),
    readOpenings: noting(noteAll, plain.readOpenings),
    readStays: noting(noteAll, plain.readStays),
    readNewcomers: (asked) => {
      noteDays(asked.outcome === null ? (asked.upTo ?? close ?? undefined) : (close ?? undefined))
      return plain.readNewcomers(asked)
    },
    readScores: (asked) => {
      if (asked.days.length > 0) noteDays(Math.max(...asked.days))
      return plain.readScores(asked)
    },
    readLimits: (day) => {
      noteDays(day)
      return plain.readLimits(day)
    },
    readTouches: async () => {
      reads.acts ??= await readActsVersion(control)
      return plain.readTouches()
    },
  }
  const stillHolds = async (): Promise<boolean> => {
    if (definitions !== definitionsOf(project)) return false
    if (reads.everything && knowledge !== knowledgeOf(project)) return false
    for (const [table, before] of reads.before) if (store.lastChange(table, before) > batch) return false
    return reads.acts === null || reads.acts === (await readActsVersion(control))
  }
  return { source, stillHolds }
}

/** The same reading, noted before. */
function noting<A extends readonly unknown[], T>(note: () => void, read: (...args: A) => T): (...args: A) => T {
  return (...args) => {
    note()
    return read(...args)
  }
}

/** The project as it stood at the close of a day. */
function atClose(project: Project, day: Day): Project {
  const close = project.zone.startOf(day + 1)
  return { ...project, clock: { now: () => close }, judgedDay: day }
}

/** What names stand for: a new name may be taken for a feature's until then. */
function definitionsOf({ config, store }: Project): string {
  return `${config.judged.model.hash} ${store.dictionary.fact.size()}`
}

function knowledgeOf({ store, judgedDay }: Project): string {
  return JSON.stringify([store.applied(), judgedDay])
}

/** A table that is only spoken of in a remark counts too: that costs an answer, and a forgotten one would cost its truth. */
function noteTables(reads: Reads, { statement, upTo = Number.POSITIVE_INFINITY }: ReportQuery): void {
  const words = new Set(renderSql(statement).text.match(/\w+/g))
  for (const table of CHANGING_TABLES) if (words.has(table)) noteTable(reads, table, upTo)
}

function noteTable({ before }: Reads, table: ChangingTable, upTo: Millis): void {
  before.set(table, Math.max(before.get(table) ?? Number.NEGATIVE_INFINITY, upTo))
}
