import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Problem } from '../../contract/problem.ts'
import { ERRORS, type ErrorCode, TelltaleError, telltaleError } from '../../core/errors.ts'

export type InputIssue = { readonly argument: string; readonly message: string; readonly valid?: string[] }

const STATUS: Partial<Record<ErrorCode, number>> = {
  unauthorized: 401,
  session_ended: 401,
  sign_in_refused: 401,
  user_needed: 403,
  role_too_small: 403,
  origin_missing: 403,
  forbidden_host: 403,
  scope_too_small: 403,
  not_found: 404,
  rate_exceeded: 429,
}
const STATUS_OF_CLASS = { user: 400, retryable: 503, bug: 500 } as const
const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Not known who asks',
  403: 'Not allowed',
  404: 'Not found',
  413: 'Too large',
  415: 'Content type not supported',
  429: 'Too many requests',
  500: 'A fault inside telltale',
  503: 'Try again',
}

const issuesOf = new WeakMap<TelltaleError, readonly InputIssue[]>()

/** Lets every issue of a refused input ride along with the error that names the first. */
export function withIssues(error: TelltaleError, issues: readonly InputIssue[]): TelltaleError {
  issuesOf.set(error, issues)
  return error
}

/** The problem document of any thrown thing. Faults of ours say no more than that: the log has the rest. */
export function problemOf(thrown: unknown, instance: string): Problem {
  const error = toTelltaleError(thrown)
  const status = statusOf(error, thrown)
  const issues = issuesOf.get(error)
  return {
    type: `urn:telltale:problem:${error.code}`,
    title: TITLES[status] ?? 'Bad request',
    status,
    detail: error.message.toWellFormed(),
    instance: instance.slice(0, 300),
    code: error.code,
    ...(issues === undefined ? {} : { errors: issues.map((issue) => ({ ...issue })) }),
  }
}

/** Fastify error handler: answers with problem+json, whatever was thrown. */
export function answerProblem(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(thrown, pathOf(request))
  if (problem.status >= 500) request.log.error({ err: thrown }, 'request failed')
  if (problem.status === 429 || problem.status === 503) reply.header('retry-after', secondsOf(thrown))
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  if (problem.code === 'scope_too_small') reply.header('www-authenticate', 'Bearer error="insufficient_scope"')
  reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem))
}

export function answerNotFound(request: FastifyRequest, reply: FastifyReply): void {
  answerProblem(
    telltaleError('not_found', { what: 'route', name: `${request.method} ${pathOf(request)}` }),
    request,
    reply,
  )
}

function toTelltaleError(thrown: unknown): TelltaleError {
  if (thrown instanceof TelltaleError) return thrown
  const status = (thrown as FastifyError | null)?.statusCode
  if (status !== undefined && status >= 400 && status < 500)
    return telltaleError('bad_request', { reason: (thrown as Error).message })
  return telltaleError('bug', { reason: 'the request could not be answered; the server log says why.' })
}

/** Fastify's own refusals (body too large, content type) keep their status. */
function statusOf(error: TelltaleError, thrown: unknown): number {
  const own = thrown === error ? undefined : (thrown as FastifyError | null)?.statusCode
  if (own !== undefined && own >= 400 && own < 500) return own
  return STATUS[error.code] ?? STATUS_OF_CLASS[ERRORS[error.code].class]
}

function secondsOf(thrown: unknown): string {
  return String(thrown instanceof TelltaleError ? (thrown.params.seconds ?? 1) : 1)
}

function pathOf(request: FastifyRequest): string {
  return (request.url.split('?', 1)[0] ?? '').slice(0, 200)
}
