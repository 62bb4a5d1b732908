import type { Analyses, AnalysisKind } from '../../contract/analyze/analyses.ts'
import { answerAnalysis } from '../../reports/answer-analysis.ts'
import type { Project } from '../project.ts'
import { type KeptAnswers, keepAnswer } from './keep-answers.ts'
import { reportSource } from './report-source.ts'

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
  return keepAnswer(kept, { question, epoch }, () => answerAnalysis(reportSource(project, stop), kind, query))
}
