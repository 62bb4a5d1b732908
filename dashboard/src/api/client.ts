import type { ApiAnswer, ApiPath, PathParameter } from '@contract/api/api-answers.ts'
import type { ApiQuery } from '@contract/api/api-questions.ts'
import type { Problem } from '@contract/problem.ts'
import { readKey } from './read-key.ts'
import { readSnapshot, snapshotDay } from './snapshot.ts'

/** A refused or failed request, with what the server said about it. */
export type ApiFailure = { readonly status: number; readonly code: string; readonly detail: string }

export function isApiFailure(thrown: unknown): thrown is ApiFailure {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'detail' in thrown
}

/** What stands in a path (`:key`). */
export type Placed<P extends string> = Readonly<Record<PathParameter<P>, string | number>>

/** The same, and what is asked beside it. */
export type Asked<P extends ApiPath<'GET'>> = Placed<P> & ApiQuery<'GET', P>

/** Reads one answer of the API: that of the path, which the server's own schemas made. Throws ApiFailure. */
export async function readApi<P extends ApiPath<'GET'>>(
  path: P,
  asked: Asked<P>,
  signal?: AbortSignal,
): Promise<ApiAnswer<'GET', P>> {
  return (await (await fetchApi(apiAddress(path, asked), { signal: signal ?? null })).json()) as ApiAnswer<'GET', P>
}

/** Asks with the read key, where one is held; gives answers that are in order. Throws ApiFailure, and what the signal does. */
export async function fetchApi(
  address: string,
  { headers, ...init }: RequestInit = {},
  key: string | null = readKey(),
): Promise<Response> {
  if (snapshotDay !== null) return answerOfSnapshot(address, init)
  const asked = new Headers(headers)
  // No header holds another, and no key has it.
  if (key !== null && !/^[!-~]+$/.test(key)) throw failure(401, 'unauthorized', 'This is no key.')
  if (key !== null) asked.set('authorization', `Bearer ${key}`)
  const answer = await fetch(address, { ...init, headers: asked }).catch((thrown: unknown) => {
    if (init.signal?.aborted) throw thrown
    throw failure(0, 'unreachable', 'The server does not answer.')
  })
  if (answer.ok) return answer
  const problem = (await answer.json().catch(() => null)) as Problem | null
  throw failure(
    answer.status,
    problem?.code ?? 'unreachable',
    problem?.detail ?? `The server answered ${answer.status}.`,
  )
}

async function answerOfSnapshot(address: string, init: RequestInit): Promise<Response> {
  const answer = await readSnapshot(address, init)
  if (answer?.ok === true) return answer
  throw failure(
    404,
    'not_in_snapshot',
    'This is a snapshot of the demo: what was not asked when it was made is not in it. `npx telltale demo` has all of it.',
  )
}

/** Whether this is no failure of a server: the pages are a snapshot, and it does not hold that. */
export function isOutsideSnapshot(error: unknown): boolean {
  return isApiFailure(error) && error.code === 'not_in_snapshot'
}

/** Whether no server answers, or one says that it does so again in a while. */
export function isAway(error: unknown): boolean {
  return isApiFailure(error) && (error.status === 0 || error.status === 503)
}

/** Whether the same question would be refused again: it lies with the question, or with who asks. */
export function isRefused(error: unknown): boolean {
  return isApiFailure(error) && error.status >= 400 && error.status < 500
}

/** Whether the server asks for a key, or for another one. */
export function needsKey(error: unknown): boolean {
  return isApiFailure(error) && (error.status === 401 || error.code === 'scope_too_small')
}

/** An address under /api/v1: what is in the path stands there, the rest behind it; what is undefined or empty is left out. */
export function apiAddress<P extends string>(path: P, asked: Placed<P>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(asked))
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  const place = path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = search.get(name) ?? ''
    search.delete(name)
    return encodeURIComponent(value)
  })
  return `/api/v1${place}${search.size === 0 ? '' : `?${search}`}`
}

function failure(status: number, code: string, detail: string): ApiFailure {
  return { status, code, detail }
}
