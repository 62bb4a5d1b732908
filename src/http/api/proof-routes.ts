import { BacktestProgressQuery, BacktestRequest } from '../../contract/backtest.ts'
import { DiscoveryQuery, DiscoveryRequest } from '../../contract/discovery.ts'
import { FitQuery } from '../../contract/fit.ts'
import { StandingDiscoveryQuery } from '../../contract/standing.ts'
import { WhatIfRequest } from '../../contract/what-if.ts'
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
    method: 'POST',
    path: '/discover',
    operation: 'discover',
    summary:
      'Searches for what newcomers did in their first days that goes with an outcome: among earlier sign-ups, measured among later ones.',
    body: DiscoveryRequest,
    answer: 'DiscoveryAnswer',
    makes: false,
    handle: ({ deps, body, reply }) => deps.discover(body, untilGone(reply)),
  }),
  defineRoute({
    method: 'GET',
    path: '/discover',
    operation: 'getDiscovery',
    summary: 'The same, asked in the address: names of neutral events with commas between.',
    query: DiscoveryQuery,
    answer: 'DiscoveryAnswer',
    handle: ({ deps, query: { neutral, ...query }, reply }) =>
      deps.discover({ ...query, ...(neutral === undefined ? {} : { neutral: neutral.split(',') }) }, untilGone(reply)),
  }),
  defineRoute({
    method: 'GET',
    path: '/fit',
    operation: 'fitScore',
    summary:
      'A score fitted to an outcome on earlier time and tested on later, written for the configuration, with who stands where today; or why nothing can be fitted. Nothing is kept.',
    query: FitQuery,
    answer: 'FitAnswer',
    handle: ({ deps, query, reply }) => deps.fitScore(query, untilGone(reply)),
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
  defineRoute({
    method: 'POST',
    path: '/what-if',
    operation: 'whatIf',
    summary:
      'What other thresholds of a signal would have meant: alerts, how many right, how many outcomes seen, who would be on the list. The first question folds history; further ones on the same signal are answered from that.',
    body: WhatIfRequest,
    answer: 'WhatIfAnswer',
    makes: false,
    handle: ({ deps, body, reply }) => deps.whatIf(body, untilGone(reply)),
  }),
  defineRoute({
    method: 'GET',
    path: '/standing/signals',
    operation: 'getStandingSignals',
    summary:
      'What the past says of the signals, as it stands: worked out behind each close, or when it was last asked for. Nothing is worked out for it.',
    answer: 'StandingSignals',
    handle: ({ deps }) => deps.getStandingSignals(),
  }),
  defineRoute({
    method: 'GET',
    path: '/standing/discovery',
    operation: 'getStandingDiscovery',
    summary: 'What newcomers did that goes with an outcome, as it stands. Nothing is worked out for it.',
    query: StandingDiscoveryQuery,
    answer: 'StandingDiscovery',
    handle: ({ deps, query }) => deps.getStandingDiscovery(query),
  }),
  defineRoute({
    method: 'GET',
    path: '/standing/history',
    operation: 'getStandingHistory',
    summary:
      'Since when it stands which alerts and bands accounts would have had day by day, on days of imports too: what `stands` of `GET /bands` is answered from.',
    answer: 'Standing',
    handle: ({ deps }) => deps.getStandingHistory(),
  }),
  defineRoute({
    method: 'GET',
    path: '/standing/warnings',
    operation: 'getStandingWarnings',
    summary:
      'Which alerts and falls of bands had come before customers left, as it stands. Nothing is worked out for it.',
    answer: 'StandingWarnings',
    handle: ({ deps }) => deps.getStandingWarnings(),
  }),
  defineRoute({
    method: 'GET',
    path: '/verdicts',
    operation: 'listVerdicts',
    summary: 'Which signals, scores, milestones and pulses earn their keep, as of the last weekly recomputation.',
    answer: 'VerdictList',
    handle: ({ deps }) => deps.listVerdicts(),
  }),
  defineRoute({
    method: 'POST',
    path: '/verdicts',
    operation: 'recomputeVerdicts',
    summary: 'Recomputes them now, where this week has no verdicts yet.',
    scope: 'admin',
    answer: 'VerdictList',
    makes: false,
    handle: ({ deps, reply }) => deps.recomputeVerdicts(untilGone(reply)),
  }),
]
