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
  const epoch = JSON.stringify([config.judged.model.hash, store.applied(), project.judgedDay])
  const holdsAll = changesAtMidnight(kind, query, zone.name)
  return keepAnswer(kept, { question, epoch, holdsAll }, () => answerAnalysis(reportSource(project, stop), kind, query))
}

/** Whether cells become complete at midnights of the product only, such as those of calendar weeks. Windows and ages end at any moment. */
function changesAtMidnight<K extends AnalysisKind>(kind: K, query: Analyses[K]['query'], zone: string): boolean {
  const asked = { kind, ...query } as Asked
  if ('timezone' in asked && (asked.timezone ?? zone) !== zone) return false
  switch (asked.kind) {
    case 'active':
    case 'lifecycle':
    case 'stickiness':
      return asked.interval !== 'hour'
    case 'retention':
      return asked.period !== 'hour' && asked.window_mode === 'calendar'
    case 'revenue':
      return true
    case 'funnel':
    case 'sessions':
    case 'correlation':
    case 'cohorts':
    case 'onboarding':
    case 'landmark':
    case 'notice':
    case 'warnings':
      return false
  }
}

type Asked = { [K in AnalysisKind]: { readonly kind: K } & Analyses[K]['query'] }[AnalysisKind]
