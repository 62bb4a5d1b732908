import type { Analyses, AnalysisKind } from '../../contract/analyze/analyses.ts'
import { answerAnalysis } from '../../reports/answer-analysis.ts'
import type { NewcomersAsked } from '../../reports/onboarding/newcomer.ts'
import type { Project } from '../project.ts'
import { readFates } from './read-fates.ts'
import { readNewcomers } from './read-newcomers.ts'
import { readSegments } from './read-segments.ts'

/** Answers an analysis over all that is known now, under the config in force. */
export function analyze<K extends AnalysisKind>(
  project: Project,
  kind: K,
  query: Analyses[K]['query'],
): Promise<Analyses[K]['answer']> {
  const source = {
    store: project.store,
    model: project.config.judged.model,
    now: project.clock.now(),
    readSegments: (segments: readonly string[], days: { readonly from: number; readonly to: number }) =>
      readSegments(project, segments, days),
    readFates: (outcome: string) => readFates(project, outcome),
    readNewcomers: (asked: NewcomersAsked) => readNewcomers(project, asked),
  }
  return answerAnalysis(source, kind, query)
}
