import { BacktestProgressQuery, BacktestRequest } from '../../contract/backtest.ts'
import { type ApiRoute, defineRoute } from './route.ts'
import { untilGone } from './until-gone.ts'

export const proofRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/backtest',
    operation: 'backtest',
    summary:
      'Judges signals, scores, milestones and pulses over all of recorded history, with the configuration in force or one that is sent as plain data. Nothing is kept or sent.',
    body: BacktestRequest,
    answer: 'BacktestAnswer',
    makes: false,
    handle: ({ deps, body, reply }) => deps.backtest(body, untilGone(reply)),
  }),
  defineRoute({
    method: 'GET',
    path: '/backtest/progress',
    operation: 'getBacktestProgress',
    summary: 'How far a backtest under way is.',
    query: BacktestProgressQuery,
    answer: 'BacktestProgress',
    handle: async ({ deps, query }) => deps.getBacktestProgress(query.run),
  }),
]
