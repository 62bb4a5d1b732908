import { WorklistQuery } from '../../contract/worklist.ts'
import { type ApiRoute, defineRoute } from './route.ts'

export const workRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/today',
    operation: 'getWorklist',
    summary: 'What is to be done, the highest risk × value first; with the renewals of the next 90 days.',
    query: WorklistQuery,
    answer: 'Worklist',
    handle: ({ deps, query }) => deps.getWorklist(query),
  }),
]
