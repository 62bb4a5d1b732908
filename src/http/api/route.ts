import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { NeededScope } from '../../contract/access/roles.ts'
import type { ApiAnswer, ApiMethod, ApiPath } from '../../contract/api/api-answers.ts'
import type { ApiBodies, ApiQueries } from '../../contract/api/api-questions.ts'
import type { ApiDeps } from '../../contract/api-deps.ts'
import type { Caller } from './authorize.ts'

/** One route of the API: what validates it is what describes it. */
export type ApiRoute<P = unknown, Q = unknown, B = unknown> = {
  readonly method: ApiMethod
  /** Under /api/v1, with `:name` parameters. */
  readonly path: string
  readonly operation: string
  readonly summary: string
  /** What a key, or the role of who is signed in, must bring (`contract/access/roles.ts`); reads are open while only this machine can ask. */
  readonly scope: NeededScope
  /**
   * What the audit log says of a change, beside who, when, from where and the operation. Left out: what it was done to, from the path. null: it is
   * kept elsewhere with its author, or has no lasting effect. Whatever needs no more than to read is not noted.
   */
  readonly audit: ((done: Done<P, B>) => Noted) | null
  readonly params: z.ZodType<P>
  readonly query: z.ZodType<Q>
  readonly body: z.ZodType<B>
  /** Name of the answer among the OpenAPI components; null: no body (204). */
  readonly answer: string | null
  /** A POST that makes something answers 201, one that asks 200; default: it makes. */
  readonly makes: boolean
  readonly media: 'application/json' | 'text/csv' | 'text/event-stream'
  readonly handle: (call: ApiCall<P, Q, B>) => Promise<unknown>
}

/** What was done: the answer too, where it tells how it was before. */
export type Done<P, B> = { readonly params: P; readonly body: B; readonly answer: unknown }
export type Noted = { readonly subject: string; readonly before?: unknown; readonly after?: unknown }

/** A request after validation by the route's own schemas. */
export type ApiCall<P, Q, B> = {
  readonly deps: ApiDeps
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly caller: Caller
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

const nothing = z.strictObject({})
type Nothing = z.infer<typeof nothing>

type LeftOut = 'params' | 'query' | 'body' | 'media' | 'scope' | 'makes' | 'audit'

type RouteSpec<M extends ApiMethod, W extends ApiPath<M>, P, Q, B> = Omit<ApiRoute<P, Q, B>, LeftOut | 'handle'> &
  Partial<Pick<ApiRoute<P, Q, B>, LeftOut>> & {
    readonly method: M
    readonly path: W
    readonly handle: (call: ApiCall<P, Q, B>) => Promise<ApiAnswer<M, W>>
  } & Reads<`${M} ${W}`>

/** What reads a path's body and query is what callers of the path are told of. */
type Reads<K extends string> = ([K] extends [keyof ApiBodies]
  ? { readonly body: ApiBodies[K] }
  : { readonly body?: never }) &
  ([K] extends [keyof ApiQueries] ? { readonly query: ApiQueries[K] } : { readonly query?: never })

/** Fills in what most routes leave out (no parameters, JSON, scope read) and checks that the handler takes what the schemas make, and gives what callers of the path are told of. */
export function defineRoute<M extends ApiMethod, W extends ApiPath<M>, P = Nothing, Q = Nothing, B = Nothing>(
  spec: RouteSpec<M, W, P, Q, B>,
): ApiRoute {
  const defaults = {
    params: nothing,
    query: nothing,
    body: nothing,
    media: 'application/json',
    scope: 'read',
    makes: true,
    audit: ({ params }: Done<object, unknown>) => ({ subject: Object.values(params).join(' ') }),
  }
  return { ...defaults, ...spec } as ApiRoute
}
