import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ApiDeps } from '../../contract/api-deps.ts'
import type { KeyScopeName } from '../../contract/keys.ts'

/** One route of the API: what validates it is what describes it. */
export type ApiRoute<P = unknown, Q = unknown, B = unknown> = {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Under /api/v1, with `:name` parameters. */
  readonly path: string
  readonly operation: string
  readonly summary: string
  /** Scope a key needs; reads are open while only this machine can ask. */
  readonly scope: Exclude<KeyScopeName, 'write'>
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

/** A request after validation by the route's own schemas. */
export type ApiCall<P, Q, B> = {
  readonly deps: ApiDeps
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

const nothing = z.strictObject({})
type Nothing = z.infer<typeof nothing>

type RouteSpec<P, Q, B> = Omit<ApiRoute<P, Q, B>, 'params' | 'query' | 'body' | 'media' | 'scope' | 'makes'> &
  Partial<Pick<ApiRoute<P, Q, B>, 'params' | 'query' | 'body' | 'media' | 'scope' | 'makes'>>

/** Fills in what most routes leave out (no parameters, JSON, scope read) and checks that the handler takes what the schemas make. */
export function defineRoute<P = Nothing, Q = Nothing, B = Nothing>(spec: RouteSpec<P, Q, B>): ApiRoute {
  const defaults = {
    params: nothing,
    query: nothing,
    body: nothing,
    media: 'application/json',
    scope: 'read',
    makes: true,
  }
  return { ...defaults, ...spec } as ApiRoute
}
