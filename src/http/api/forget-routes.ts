import { z } from 'zod'
import { ForgetRequest } from '../../contract/forget.ts'
import { found } from './found.ts'
import { type ApiRoute, defineRoute } from './route.ts'

export const forgetRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'POST',
    path: '/forgettings',
    operation: 'beginForgetting',
    summary:
      'Takes a person or an account out of everything: events, properties, what was decided, the log and the archives. The server answers everything with 503 and Retry-After meanwhile, and says under the ticket what became of it.',
    scope: 'admin',
    body: ForgetRequest,
    // Without a name; that it was done is noted with the hashes.
    audit: ({ body }) => ({ subject: `a ${body.subject}` }),
    answer: 'Forgetting',
    handle: ({ deps, body, caller }) => deps.beginForgetting(body, caller.who),
  }),
  defineRoute({
    method: 'GET',
    path: '/forgettings/:ticket',
    operation: 'getForgetting',
    summary: 'What became of a forgetting, with its receipt, until the server is started anew.',
    scope: 'admin',
    params: z.strictObject({ ticket: z.string().min(1).max(100) }),
    answer: 'Forgetting',
    handle: ({ deps, params }) => found('forgetting', params.ticket, deps.getForgetting(params.ticket)),
  }),
]
