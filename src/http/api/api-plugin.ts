import type { FastifyInstance, FastifyRequest } from 'fastify'
import { reaches } from '../../contract/access/roles.ts'
import type { ApiDeps } from '../../contract/api-deps.ts'
import type { Clock } from '../../core/time.ts'
import { guardApiRequest } from '../guard/guard-request.ts'
import { secureHeaders } from '../guard/secure-headers.ts'
import { answerNotFound, answerProblem } from './answer-problem.ts'
import { type Access, authorize, type Caller } from './authorize.ts'
import { describeApi } from './describe-api.ts'
import { readInput } from './read-input.ts'
import type { ApiRoute, Done } from './route.ts'
import { apiRoutes } from './routes.ts'
import { endStreams } from './stream-episodes.ts'

export type ApiOptions = {
  readonly deps: ApiDeps
  readonly clock: Clock
  /** Bound to loopback: reads need no key, as long as nobody can sign in. */
  readonly open: boolean
  /** Of invented data: reads need no key on loopback, and signing in takes one click. Default: no. */
  readonly demo?: boolean
  /** Host names allowed beside the loopback ones. */
  readonly hosts: readonly string[]
  readonly version: string
}

const BODY_LIMIT = 512 * 1024

/** Options the server must be made with, so that long and malformed addresses are answered like every other bad input. */
export const apiServerOptions = {
  routerOptions: { maxParamLength: 4096 },
  frameworkErrors: answerProblem,
} as const

/** `/api/v1`: register with that prefix on a server made with `apiServerOptions`. */
export async function apiPlugin(app: FastifyInstance, options: ApiOptions): Promise<void> {
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler(answerProblem)
  app.setNotFoundHandler(answerNotFound)
  app.addHook('onRequest', async (request, reply) => {
    secureHeaders(reply)
    reply.header('cache-control', 'no-store')
    guardApiRequest(request, options)
  })
  app.addHook('preClose', async () => endStreams())
  const document = describeApi(apiRoutes, options.version)
  app.get('/openapi.json', async () => document)
  const { deps, open, demo = false, clock } = options
  const access: Access = { open, demo, deps, clock, rates: { wrong: new Map(), asked: new Map() } }
  const serving = { deps, access, callers: new WeakMap<FastifyRequest, Caller>() }
  for (const route of apiRoutes) addRoute(app, route, serving)
}

type Serving = {
  readonly deps: ApiDeps
  readonly access: Access
  readonly callers: WeakMap<FastifyRequest, Caller>
}

function addRoute(app: FastifyInstance, route: ApiRoute, { deps, access, callers }: Serving): void {
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: BODY_LIMIT,
    onRequest: async (request) => void callers.set(request, await authorize(request, route.scope, access)),
    handler: async (request, reply) => {
      const caller = callers.get(request)!
      const params = readInput(route.params, request.params, 'path')
      const query = readInput(route.query, request.query, 'query')
      const sent = readInput(
        route.body,
        request.method === 'POST' ? withAuthor(route, request.body, caller) : {},
        'body',
      )
      const answer = await route.handle({ deps, params, query, body: sent, caller, request, reply })
      if (isNoted(route)) await noteDone(deps, { route, caller, done: { params, body: sent, answer } })
      if (route.answer === null) return reply.code(204).send()
      return answer
    },
  })
}

/** What changes something for others leaves a line in the audit log, unless the route says where else it is kept. */
export function isNoted({ method, scope, audit }: ApiRoute): boolean {
  return method !== 'GET' && audit !== null && reaches(scope, 'edit')
}

type Noting = { readonly route: ApiRoute; readonly caller: Caller; readonly done: Done<unknown, unknown> }

async function noteDone(deps: ApiDeps, { route, caller: { who, from }, done }: Noting): Promise<void> {
  if (route.audit === null) return
  await deps.access.note({ who, from, what: route.operation, ...route.audit(done) })
}

/** Who is signed in is the author of what they do, whatever the page says; what a question is asked `by` is no author. */
function withAuthor({ body, scope }: ApiRoute, sent: unknown, { user }: Caller): unknown {
  const signs = reaches(scope, 'edit') && 'shape' in body && Object.hasOwn(body.shape as object, 'by')
  return user === null || !signs || typeof sent !== 'object' ? sent : { ...sent, by: user.name }
}
