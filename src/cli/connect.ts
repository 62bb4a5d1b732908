import { telltaleError } from '../core/errors.ts'
import { dataFolder } from '../run/data-folder.ts'
import { readServerFile } from '../run/server-file.ts'
import type { Invocation } from './command.ts'
import { type Connection, readAnswer } from './connection.ts'

export async function connect(invocation: Invocation): Promise<Connection> {
  const server = readServerFile(dataFolder(invocation.dataDir).serverFile)
  if (server !== null && invocation.options.now === undefined) return connectTo(server.url, invocation)
  // The whole product: a command that asks a server does without it.
  const { openLocalApi } = await import('./open-local-api.ts')
  return openLocalApi(invocation)
}

/** The server at an address, whoever runs it. */
export function connectTo(url: string, invocation: Invocation): Connection {
  const base = url.replace(/\/+$/, '')
  return {
    get: (path) => ask(base, path, { invocation }),
    post: (path, body) => ask(base, path, { invocation, body }),
    close: async () => {},
  }
}

type Asked = { readonly invocation: Invocation; readonly body?: unknown }

async function ask<T>(base: string, path: string, { invocation, body }: Asked): Promise<T> {
  const key = invocation.io.env.TELLTALE_API_KEY
  const authorization: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` }
  const request =
    body === undefined
      ? { headers: authorization }
      : {
          method: 'POST',
          headers: { ...authorization, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }
  let response: Response
  try {
    response = await fetch(`${base}/api/v1${path}`, { ...request, signal: invocation.io.signal })
  } catch (error) {
    throw telltaleError(
      'unreachable',
      { url: base, reason: error instanceof Error ? error.message : String(error) },
      error,
    )
  }
  return readAnswer<T>(response.status, await response.text())
}

/** Query text of the parameters that are there. */
export function queryOf(params: Readonly<Record<string, string | number | null | undefined>>): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(params))
    if (value !== null && value !== undefined) search.set(key, String(value))
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}
