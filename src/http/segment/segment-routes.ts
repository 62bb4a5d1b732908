import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { TelltaleError, telltaleError } from '../../core/errors.ts'
import type { Route } from '../../ingest/check-envelope.ts'
import { MAX_UNPACKED_BYTES } from '../../ingest/unpack-body.ts'
import type { RateWindows } from '../guard/take-rate.ts'
import { allowAnyOrigin, answerPreflight, answerRefusal } from './answer.ts'
import { announcedBytes, type InFlight, releaseBytes, reserveBytes } from './in-flight.ts'
import { readWriteKey } from './read-write-key.ts'
import { receiveBody } from './receive-body.ts'
import { type BadKeys, mayWrite, refuseKey } from './refuse-key.ts'
import type { SegmentDeps } from './segment-deps.ts'
import { segmentSettings } from './segment-settings.ts'
import { takeWebhook } from './take-webhook.ts'

const BATCH: Route = { shape: 'batch' }

/** Names under which SDKs post, with and without `/v1`. */
const ROUTES: Readonly<Record<string, Route>> = {
  track: { shape: 'single', type: 'track' },
  t: { shape: 'single', type: 'track' },
  identify: { shape: 'single', type: 'identify' },
  i: { shape: 'single', type: 'identify' },
  group: { shape: 'single', type: 'group' },
  g: { shape: 'single', type: 'group' },
  page: { shape: 'single', type: 'page' },
  p: { shape: 'single', type: 'page' },
  screen: { shape: 'single', type: 'screen' },
  s: { shape: 'single', type: 'screen' },
  alias: { shape: 'single', type: 'alias' },
  a: { shape: 'single', type: 'alias' },
  batch: BATCH,
  b: BATCH,
  import: BATCH,
}

/** Fastify plugin: the Segment protocol. Everything here is open to any origin, and to write keys only. */
export async function segmentRoutes(app: FastifyInstance, deps: SegmentDeps): Promise<void> {
  const inFlight: InFlight = { bytes: 0, limit: deps.limits.maxInFlightBytes }
  const windows: RateWindows = new Map()
  const badKeys: BadKeys = { windows: new Map(), clock: deps.clock }
  takeAnyContentType(app)
  app.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request, reply))
  app.addHook('onRequest', async (request, reply) => admit(request, reply, { deps, inFlight, badKeys }))
  for (const [name, route] of Object.entries(ROUTES)) {
    for (const path of [`/v1/${name}`, `/${name}`]) {
      app.post(path, (request, reply) => receiveBody({ request, reply, route, deps, windows, badKeys }))
      app.options(path, (_, reply) => answerPreflight(reply))
    }
  }
  addSettingsRoute(app, deps, badKeys)
  app.post('/v1/segment/webhook', (request, reply) => takeWebhook({ request, reply, deps, badKeys }))
}

/** SDKs post JSON as text/plain, gzip as a form, or without a type: the bytes decide, not the label. */
function takeAnyContentType(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_UNPACKED_BYTES }, (_, body, done) =>
    done(null, body),
  )
}

function addSettingsRoute(app: FastifyInstance, deps: SegmentDeps, badKeys: BadKeys): void {
  const path = '/v1/projects/:key/settings'
  app.get<{ Params: { key: string } }>(path, (request, reply) => {
    const { key } = request.params
    const owner = deps.keys.ownerOf(key)
    if (!mayWrite(owner)) return refuseKey(request, reply, { owner, badKeys })
    return reply.header('Cache-Control', 'no-cache').send(segmentSettings(key, request.host, request.protocol))
  })
  app.options(path, (_, reply) => answerPreflight(reply))
}

type Admission = { readonly deps: SegmentDeps; readonly inFlight: InFlight; readonly badKeys: BadKeys }

/** Before a byte of the body is read: a key in the header must be good, and there must be room. */
async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  { deps, inFlight, badKeys }: Admission,
): Promise<unknown> {
  allowAnyOrigin(reply)
  if (request.method !== 'POST') return
  const key = readWriteKey(request.headers.authorization)
  const owner = key === null ? null : deps.keys.ownerOf(key)
  if (key !== null && !mayWrite(owner)) return refuseKey(request, reply, { owner, badKeys })
  const bytes = announcedBytes(request.headers['content-length'], MAX_UNPACKED_BYTES)
  if (!reserveBytes(inFlight, bytes)) return answerRefusal(reply, 503, telltaleError('overloaded', { seconds: 1 }))
  reply.raw.once('close', () => releaseBytes(inFlight, bytes))
  return
}

/** What Fastify itself refuses (too large, wrong length, bad header) is the client's to mend. */
function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = error.statusCode ?? 500
  if (status === 413) {
    const bytes = request.headers['content-length'] ?? `more than ${MAX_UNPACKED_BYTES}`
    return answerRefusal(reply, 413, telltaleError('body_too_large', { bytes, limit: MAX_UNPACKED_BYTES }))
  }
  if (status >= 400 && status < 500)
    return answerRefusal(reply, 400, telltaleError('bad_request', { reason: error.message }))
  request.log.error(error)
  return answerRefusal(
    reply,
    500,
    error instanceof TelltaleError ? error : telltaleError('bug', { reason: error.message }),
  )
}
