import type { FastifyInstance } from 'fastify'
import type { ApiDeps } from '../../contract/api-deps.ts'
import type { Clock } from '../../core/time.ts'
import { guardApiRequest } from '../guard/guard-request.ts'
import { secureHeaders } from '../guard/secure-headers.ts'
import { answerNotFound, answerProblem } from './answer-problem.ts'
import { authorize, type KeyAccess } from './authorize.ts'
import { describeApi } from './describe-api.ts'
import { readInput } from './read-input.ts'
import type { ApiRoute } from './route.ts'
import { apiRoutes } from './routes.ts'
import { endStreams } from './stream-episodes.ts'

export type ApiOptions = {
  readonly deps: ApiDeps
  readonly clock: Clock
  /** Bound to loopback and no admin yet: reads need no key. */
  readonly open: boolean
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
  const { deps, open, clock } = options
  const access: KeyAccess = { open, verifyKey: deps.verifyKey, clock, rates: { wrong: new Map(), asked: new Map() } }
  for (const route of apiRoutes) addRoute(app, route, { deps, access })
}

type Serving = { readonly deps: ApiDeps; readonly access: KeyAccess }

function addRoute(app: FastifyInstance, route: ApiRoute, { deps, access }: Serving): void {
  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: BODY_LIMIT,
    onRequest: (request) => authorize(request, route, access),
    handler: async (request, reply) => {
      const params = readInput(route.params, request.params, 'path')
      const query = readInput(route.query, request.query, 'query')
      const body = readInput(route.body, request.method === 'POST' ? request.body : {}, 'body')
      const answer = await route.handle({ deps, params, query, body, request, reply })
      if (route.answer === null) return reply.code(204).send()
      return answer
    },
  })
}
