import type { Analyses, AnalysisKind } from '../../contract/analyze/analyses.ts'
import { telltaleError } from '../../core/errors.ts'
import { type Day, dayToIso, isoToDay } from '../../core/time.ts'
import { answerAnalysis } from '../../reports/answer-analysis.ts'
import type { Project } from '../project.ts'
import { keepAnswer } from './keep-answers.ts'
import { watchReads } from './watch-reads.ts'

/** A question, and who says that nobody waits for its answer any more. */
export type AskedAnalysis<K extends AnalysisKind> = {
  readonly kind: K
  readonly query: Analyses[K]['query']
  readonly stop: AbortSignal
}

/** Answers an analysis over all that is known now, under the config in force; from what is kept while nothing has changed that it was read from. @throws the reason of `stop` */
export async function analyze<K extends AnalysisKind>(
  project: Project,
  { kind, query, stop }: AskedAnalysis<K>,
): Promise<Analyses[K]['answer']> {
  const { zone, clock, answers } = project
  const close = closeOf(project, query)
  // Without dates a question is about another range on each day.
  const question = JSON.stringify([kind, { ...query, budget_seconds: 0 }, zone.dayOf(clock.now())])
  const holdsAll = close !== null || changesAtMidnight(kind, query, zone.name)
  return keepAnswer(answers, { question, holdsAll }, async () => {
    const { source, stillHolds } = watchReads(project, stop, close)
    return { answer: await answerAnalysis(source, kind, query), stillHolds }
  })
}

/** The day at whose close it is asked how it stood; null: as of now. @throws bad_argument where it is not over */
function closeOf({ judgedDay }: Project, query: object): Day | null {
  const asked = 'as_of' in query && typeof query.as_of === 'string' ? isoToDay(query.as_of) : null
  if (asked === null) return null
  if (judgedDay !== null && asked <= judgedDay) return asked
  const last = judgedDay === null ? 'none is closed yet' : `up to ${dayToIso(judgedDay)}`
  throw telltaleError('bad_argument', {
    ...{ argument: 'as_of', value: dayToIso(asked), expected: `a day that is over, ${last}` },
  })
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
      return (asked.interval ?? asked.period) !== 'hour' && asked.window_mode === 'calendar'
    case 'revenue':
      return true
    case 'funnel':
    case 'sessions':
    case 'correlation':
    case 'cohorts':
    case 'onboarding':
    case 'steps':
    case 'landmark':
    case 'notice':
    case 'warnings':
    case 'packaging':
      return false
  }
}

type Asked = { [K in AnalysisKind]: { readonly kind: K } & Analyses[K]['query'] }[AnalysisKind]
