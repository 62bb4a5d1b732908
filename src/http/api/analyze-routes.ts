import { z } from 'zod'
import {
  ANALYSES,
  ANALYSIS_KINDS,
  type Analyses,
  type AnalysisKind,
  checkKind,
} from '../../contract/analyze/analyses.ts'
import { keepBudget } from './keep-budget.ts'
import { type ApiRoute, defineRoute } from './route.ts'
import { untilGone } from './until-gone.ts'

/** One route for each kind of analysis, and one that says which kinds there are. */
export const analyzeRoutes: readonly ApiRoute[] = [...ANALYSIS_KINDS.map(routeOf), unknownKindRoute()]

function routeOf(kind: AnalysisKind): ApiRoute {
  const { query, summary, answerName } = ANALYSES[kind]
  return defineRoute({
    method: 'POST',
    path: `/analyze/${kind}`,
    operation: `analyze${kind[0]!.toUpperCase()}${kind.slice(1)}`,
    summary,
    // One of several: which, the path tells.
    body: query as never,
    answer: answerName,
    makes: false,
    handle: ({ deps, body, reply }) => {
      const { budget_seconds: seconds } = body as unknown as Analyses[typeof kind]['query']
      const budget = { seconds, cancelled: untilGone(reply) }
      return keepBudget(budget, (stop) => deps.analyze(kind, body as never, stop))
    },
  })
}

function unknownKindRoute(): ApiRoute {
  return defineRoute({
    method: 'POST',
    path: '/analyze/:kind',
    operation: 'analyzeUnknown',
    summary: 'Refuses any other kind and says which there are.',
    params: z.strictObject({ kind: z.string() }),
    body: z.unknown(),
    answer: 'Problem',
    makes: false,
    handle: async ({ params }) => {
      checkKind(params.kind)
    },
  })
}
