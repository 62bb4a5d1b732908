import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answerNotFound, answerProblem } from '../api/answer-problem.ts'
import { guardRequest } from '../guard/guard-request.ts'
import { secureHeaders } from '../guard/secure-headers.ts'

export type DashboardOptions = {
  /** Folder of the built dashboard: `dist/dashboard`. */
  readonly folder: string
  readonly hosts: readonly string[]
}

const BUILD_MISSING = 'The dashboard is not built here: run `npm run build`. The API answers under /api/v1.\n'

/** Serves the built dashboard at /; addresses of its pages get index.html, files with a hash in their name may be kept for ever. */
export async function dashboardPlugin(app: FastifyInstance, { folder, hosts }: DashboardOptions): Promise<void> {
  app.setErrorHandler(answerProblem)
  app.addHook('onRequest', async (request, reply) => {
    secureHeaders(reply)
    guardRequest(request, { hosts })
  })
  if (!existsSync(join(folder, 'index.html'))) {
    app.get('/', async (_request, reply) => reply.code(503).type('text/plain').send(BUILD_MISSING))
    return
  }
  await app.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    setHeaders: (answer, path) => void answer.header('cache-control', cacheOf(path)),
  })
  app.setNotFoundHandler((request, reply) => answerPage(request, reply))
}

/** A page of the dashboard has no dot in its last step and is asked for by a reader; anything else is not there. */
function answerPage(request: FastifyRequest, reply: FastifyReply): void {
  secureHeaders(reply)
  const path = request.url.split('?', 1)[0] ?? '/'
  const reads = request.method === 'GET' || request.method === 'HEAD'
  if (!reads || !PAGES.test(path)) answerNotFound(request, reply)
  else void reply.header('cache-control', 'no-cache').sendFile('index.html')
}

/** The dashboard's own addresses: an account's key may contain dots, so they are known by their first step. */
const PAGES =
  /^\/(accounts|people|today|team|bands|activation|engagement|adoption|retention|revenue|signals|discover|playbooks|changes|questions|catalogue|alerts|data|settings|sign-in|accept)(\/|$)/

function cacheOf(path: string): string {
  return /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache'
}
