import { apiAddress, fetchApi } from './client.ts'

/** Sends a question or an act; gives the answer, which the server's own schemas made. Throws ApiFailure. */
export async function postApi<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const answer = await fetchApi(apiAddress(path, {}), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: signal ?? null,
  })
  return (await answer.json()) as T
}

/** Takes something away. Throws ApiFailure. */
export async function deleteApi(path: string): Promise<void> {
  await fetchApi(apiAddress(path, {}), { method: 'DELETE' })
}
