import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export type Received = {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
type Answer = { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
/** What a receiver does with the how manieth request: answers, or is left to itself with the response. */
export type Behaviour = (n: number, received: Received) => Answer | ((response: ServerResponse) => void)

/** A real HTTP server on loopback that remembers what it got. */
export async function startReceiver(
  behave: Behaviour,
): Promise<{ readonly url: string; readonly received: Received[] }> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    void readAll(request).then((body) => {
      const headers = request.headers as Record<string, string>
      const one = { path: request.url ?? '', headers, body }
      received.push(one)
      const answer = behave(received.length, one)
      if (typeof answer === 'function') answer(response)
      else response.writeHead(answer.status, answer.headers ?? {}).end(answer.body ?? '')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received }
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
