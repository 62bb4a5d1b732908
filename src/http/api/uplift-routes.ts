import { z } from 'zod'
import {
  CohortsQuery,
  ExperimentName,
  ExperimentRequest,
  ExposureRequest,
  UpliftQuery,
} from '../../contract/experiments.ts'
import { found } from './found.ts'
import { type ApiRoute, defineRoute } from './route.ts'
import { untilGone } from './until-gone.ts'

const byName = z.strictObject({ name: ExperimentName })

export const upliftRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/experiments',
    operation: 'listExperiments',
    summary: 'Experiments with what they are to find out, and how many accounts were exposed to each.',
    answer: 'ExperimentList',
    handle: ({ deps }) => deps.listExperiments(),
  }),
  defineRoute({
    method: 'POST',
    path: '/experiments',
    operation: 'planExperiment',
    summary:
      'Settles what an experiment is to find out, before its first exposure: outcome, holdout, how many accounts, and what so many can show. An ended one gets a new version.',
    scope: 'admin',
    audit: ({ body }) => ({ subject: body.name, after: body }),
    body: ExperimentRequest,
    answer: 'ExperimentRow',
    makes: false,
    handle: ({ deps, body, reply }) => deps.planExperiment(body, untilGone(reply)),
  }),
  defineRoute({
    method: 'GET',
    path: '/experiments/:name',
    operation: 'getUplift',
    summary: 'What an experiment has shown so far, by intention to treat, with limits that hold at every look.',
    params: byName,
    query: UpliftQuery,
    answer: 'UpliftAnswer',
    handle: ({ deps, params, query, reply }) => deps.getUplift(params.name, query, untilGone(reply)),
  }),
  defineRoute({
    method: 'POST',
    path: '/experiments/:name/exposures',
    operation: 'exposeAccount',
    summary:
      'Logs that an account was triggered, in both arms and before anything is delivered, and says in which arm it is. The same answer however often it is asked.',
    scope: 'admin',
    audit: null,
    params: byName,
    body: ExposureRequest,
    answer: 'Exposure',
    makes: false,
    handle: ({ deps, params, body }) => found('account', body.account, deps.exposeAccount(params.name, body)),
  }),
  defineRoute({
    method: 'POST',
    path: '/experiments/:name/end',
    operation: 'endExperiment',
    summary: 'Ends an experiment: nobody is exposed to it any more, and what was shown stays.',
    scope: 'admin',
    params: byName,
    answer: 'ExperimentRow',
    makes: false,
    handle: ({ deps, params }) => deps.endExperiment(params.name),
  }),
  defineRoute({
    method: 'GET',
    path: '/cohorts/before-after',
    operation: 'compareCohorts',
    summary:
      'Who signed up before a change against who did after it, at equal age and mix. Nothing was held back, so it is never more than suggestive.',
    query: CohortsQuery,
    answer: 'CohortsAnswer',
    handle: ({ deps, query, reply }) => deps.compareCohorts(query, untilGone(reply)),
  }),
]
