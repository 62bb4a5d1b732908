import type { ApiAnswer, ApiPath } from '@contract/api/api-answers.ts'
import type { ApiBody } from '@contract/api/api-questions.ts'
import { apiAddress, fetchApi, type Placed } from './client.ts'

/** Sends a question or an act; gives the answer of the path, which the server's own schemas made. Throws ApiFailure. */
export async function postApi<P extends ApiPath<'POST'>>(
  path: P,
  asked: Placed<P>,
  { body, signal }: { readonly body: ApiBody<'POST', P>; readonly signal?: AbortSignal },
): Promise<ApiAnswer<'POST', P>> {
  const answer = await fetchApi(apiAddress(path, asked), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: signal ?? null,
  })
  return (await answer.json()) as ApiAnswer<'POST', P>
}

/** Takes something away. Throws ApiFailure. */
export async function deleteApi<P extends ApiPath<'DELETE'>>(path: P, asked: Placed<P>): Promise<void> {
  await fetchApi(apiAddress(path, asked), { method: 'DELETE' })
}
