import type { Analyses, AnalysisKind } from '../../contract/analyze/analyses.ts'
import { answerAnalysis } from '../../reports/answer-analysis.ts'
import type { ReportSource } from '../../reports/question/report-source.ts'
import type { Project } from '../project.ts'
import { type KeptAnswers, keepAnswer } from './keep-answers.ts'
import { readFates } from './read-fates.ts'
import { readNewcomers } from './read-newcomers.ts'
import { readOpenings } from './read-openings.ts'
import { readSegments } from './read-segments.ts'

/** A question, and who says that nobody waits for its answer any more. */
export type AskedAnalysis<K extends AnalysisKind> = {
  readonly kind: K
  readonly query: Analyses[K]['query']
  readonly stop: AbortSignal
}

/** Answers an analysis over all that is known now, under the config in force; one that was answered since anything became known from what is kept. @throws the reason of `stop` */
export async function analyze<K extends AnalysisKind>(
  project: Project,
  { kind, query, stop }: AskedAnalysis<K>,
  kept: KeptAnswers,
): Promise<Analyses[K]['answer']> {
  const { store, config, zone, clock } = project
  // Without dates a question is about another range on each day.
  const question = JSON.stringify([kind, query, zone.dayOf(clock.now())])
  const epoch = JSON.stringify([config.judged.model.hash, store.applied()])
  return keepAnswer(kept, { question, epoch }, () => answerAnalysis(sourceOf(project, stop), kind, query))
}

function sourceOf(project: Project, stop: AbortSignal): ReportSource {
  const { dialect, dictionary } = project.store
  /** What folds every account is not begun once nobody waits. */
  const unlessStopped = <T>(read: () => Promise<T>): Promise<T> => {
    stop.throwIfAborted()
    return read()
  }
  return {
    store: { dialect, dictionary, report: (asked) => project.store.report({ ...asked, stop }) },
    model: project.config.judged.model,
    now: project.clock.now(),
    readSegments: (segments, days) => unlessStopped(() => readSegments(project, segments, days)),
    readFates: (outcome) => unlessStopped(() => readFates(project, outcome)),
    readOpenings: (signal) => unlessStopped(() => readOpenings(project, signal)),
    readNewcomers: (asked) => unlessStopped(() => readNewcomers(project, asked)),
  }
}
