import type { Problem } from '@contract/problem.ts'

/** A refused or failed request, with what the server said about it. */
export type ApiFailure = { readonly status: number; readonly code: string; readonly detail: string }

export function isApiFailure(thrown: unknown): thrown is ApiFailure {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'detail' in thrown
}

/** Reads one answer of the API; the server's own schemas checked it. Throws ApiFailure. */
export async function readApi<T>(path: string, query: Record<string, unknown>, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(apiAddress(path, query), { signal: signal ?? null }).catch((thrown: unknown) => {
    if (signal?.aborted) throw thrown
    throw failure(0, 'unreachable', 'The server does not answer.')
  })
  if (answer.ok) return (await answer.json()) as T
  const problem = (await answer.json().catch(() => null)) as Problem | null
  throw failure(
    answer.status,
    problem?.code ?? 'unreachable',
    problem?.detail ?? `The server answered ${answer.status}.`,
  )
}

/** An address under /api/v1; what is undefined or empty is left out. */
export function apiAddress(path: string, query: Record<string, unknown>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  const text = search.toString()
  return `/api/v1${path}${text === '' ? '' : `?${text}`}`
}

function failure(status: number, code: string, detail: string): ApiFailure {
  return { status, code, detail }
}
