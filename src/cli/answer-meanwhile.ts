import { createServer } from 'node:http'
import { telltaleError } from '../core/errors.ts'
import { problemOf } from '../http/api/answer-problem.ts'
import { RETRY_SECONDS } from './open-forgettings.ts'

export type Meanwhile = { readonly close: () => Promise<void> }

/**
 * Listens in place of a server whose folder is closed for a while: every question and every event is answered with 503 and when to come again, so that senders keep
 * what they have; that the process lives is said as ever.
 */
export async function answerMeanwhile({ host, port }: { host: string; port: number }): Promise<Meanwhile> {
  const server = createServer((request, response) => {
    // What was sent is read to its end, or its sender would see a broken connection and no answer.
    request.resume()
    const path = (request.url ?? '').split('?', 1)[0]
    if (path === '/livez') return response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n')
    const problem = problemOf(telltaleError('forgetting', { seconds: RETRY_SECONDS }), request.url ?? '')
    response.writeHead(503, {
      ...{ 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' },
      ...{ 'retry-after': String(RETRY_SECONDS), connection: 'close' },
    })
    return response.end(JSON.stringify(problem))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
