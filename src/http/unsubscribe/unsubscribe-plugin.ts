import type { FastifyInstance, FastifyReply } from 'fastify'
import { secureHeaders } from '../guard/secure-headers.ts'

export type UnsubscribeOptions = {
  /** Notes that whoever holds the token wants no more; false: it was not made here. */
  readonly unsubscribe: (token: string) => Promise<boolean>
  readonly knows: (token: string) => boolean
}

/**
 * Where letters lead by which one can ask for no more. A program of mail asks by POST at once (RFC 8058); a person who follows the link is asked first, since what looks through
 * mail for bad links follows them too.
 */
export async function unsubscribePlugin(
  app: FastifyInstance,
  { unsubscribe, knows }: UnsubscribeOptions,
): Promise<void> {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 1_024 }, (_, __, done) => done(null, null))
  app.addHook('onRequest', async (_, reply) => {
    secureHeaders(reply)
    reply.header('cache-control', 'no-store')
  })
  app.get<{ Params: { token: string } }>('/v1/unsubscribe/:token', async ({ params }, reply) =>
    knows(params.token) ? page(reply, 200, ASK) : page(reply, 404, UNKNOWN),
  )
  app.post<{ Params: { token: string } }>('/v1/unsubscribe/:token', async ({ params }, reply) =>
    (await unsubscribe(params.token)) ? page(reply, 200, DONE) : page(reply, 404, UNKNOWN),
  )
}

const ASK = '<h1>No more of these letters?</h1><form method="post"><button type="submit">No more</button></form>'
const DONE = '<h1>Done</h1><p>You get no more of these letters.</p>'
const UNKNOWN = '<h1>This link is not known here</h1><p>Please use the one in the latest letter.</p>'

function page(reply: FastifyReply, status: number, body: string): FastifyReply {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Telltale</title></head><body>${body}</body></html>`
  return reply.code(status).type('text/html; charset=utf-8').send(html)
}
