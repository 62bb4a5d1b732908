import type { Millis } from '../../core/time.ts'
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

/** What reports read of a project, and whether it has changed since: an event of today changes nothing that was read of days that are over, a late one does. */
export function watchReads(project: Project, stop: AbortSignal): WatchedSource {
  const { store, control } = project
  const plain = reportSource(project, stop)
  const reads: Reads = { before: new Map(), everything: false, acts: null }
  const batch = store.batches()
  const [definitions, knowledge] = [definitionsOf(project), knowledgeOf(project)]
  const noteAll = <A extends readonly unknown[], T>(read: (...args: A) => T): ((...args: A) => T) => {
    return (...args) => {
      reads.everything = true
      return read(...args)
    }
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
    readSegments: noteAll(plain.readSegments),
    readFates: noteAll(plain.readFates),
    readOpenings: noteAll(plain.readOpenings),
    readStays: noteAll(plain.readStays),
    readNewcomers: noteAll(plain.readNewcomers),
    readScores: noteAll(plain.readScores),
    readLimits: noteAll(plain.readLimits),
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

/** What names stand for: a new name may be taken for a feature's until then. */
function definitionsOf({ config, store }: Project): string {
  return `${config.judged.model.hash} ${store.dictionary.fact.size()}`
}

function knowledgeOf({ store, judgedDay }: Project): string {
  return JSON.stringify([store.applied(), judgedDay])
}

/** A table that is only spoken of in a remark counts too: that costs an answer, and a forgotten one would cost its truth. */
function noteTables({ before }: Reads, { statement, upTo = Number.POSITIVE_INFINITY }: ReportQuery): void {
  const words = new Set(renderSql(statement).text.match(/\w+/g))
  for (const table of CHANGING_TABLES)
    if (words.has(table)) before.set(table, Math.max(before.get(table) ?? Number.NEGATIVE_INFINITY, upTo))
}
