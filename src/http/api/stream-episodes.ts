import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ApiDeps } from '../../contract/api-deps.ts'
import type { EpisodeNotice } from '../../contract/episodes.ts'
import { telltaleError } from '../../core/errors.ts'

const HEARTBEAT_MS = 15_000
/** A reader that lets this much pile up is cut off; it comes back with Last-Event-ID and misses nothing. */
const BACKLOG_BYTES = 1_048_576
const STREAMS_MAX = 200

const open = new Set<FastifyReply['raw']>()

/** Answers with server-sent events until the reader goes away. */
export function streamEpisodes(deps: ApiDeps, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const after = readLastEventId(request.headers['last-event-id'])
  if (open.size >= STREAMS_MAX)
    throw telltaleError('unreachable', { url: request.url, reason: 'too many open streams' })
  reply.hijack()
  const raw = reply.raw
  raw.writeHead(200, { ...plainHeaders(reply), 'content-type': 'text/event-stream; charset=utf-8' })
  raw.write('retry: 2000\n: open\n\n')
  open.add(raw)
  const stop = deps.subscribeEpisodes(after, (notice) => sendNotice(raw, notice))
  const stopStanding = deps.subscribeStanding(() => void raw.write('event: standing\ndata: {}\n\n'))
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS).unref()
  raw.once('close', () => {
    clearInterval(heartbeat)
    stop()
    stopStanding()
    open.delete(raw)
  })
  return reply
}

/** Ends every stream, so that the server can close. */
export function endStreams(): void {
  for (const raw of open) raw.end()
}

function sendNotice(raw: FastifyReply['raw'], notice: EpisodeNotice): void {
  if (raw.writableEnded) return
  raw.write(`id: ${notice.sequence}\nevent: episode\ndata: ${JSON.stringify(notice)}\n\n`)
  if (raw.writableLength > BACKLOG_BYTES) raw.destroy()
}

function readLastEventId(header: string | string[] | undefined): number | null {
  if (header === undefined || header === '') return null
  if (typeof header === 'string' && /^\d{1,15}$/.test(header)) return Number(header)
  const value = String(header).slice(0, 80)
  throw telltaleError('bad_argument', {
    argument: 'Last-Event-ID',
    value,
    expected: 'the id of an event of this stream',
  })
}

function plainHeaders(reply: FastifyReply): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(reply.getHeaders())) headers[name] = String(value)
  return headers
}
