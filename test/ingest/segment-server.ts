import Fastify, { type FastifyInstance } from 'fastify'
import {
  type BodyHeader,
  DEFAULT_SEGMENT_LIMITS,
  type KeyOwner,
  type SegmentDeps,
  type SegmentLimits,
} from '../../src/http/segment/segment-deps.ts'
import { segmentRoutes } from '../../src/http/segment/segment-routes.ts'
import { compileSettings, DEFAULT_INGEST_SETTINGS } from '../../src/ingest/ingest-settings.ts'
import { normaliseFrame } from '../../src/ingest/normalise-frame.ts'
import type { NormalisedList } from '../../src/ingest/normalise-message.ts'

export type Appended = { readonly header: BodyHeader; readonly body: Buffer }
export type SegmentServer = { readonly app: FastifyInstance; readonly appended: Appended[]; now: number }

export const NOW = Date.parse('2026-03-10T12:00:00.000Z')

/** The routes on a Fastify of their own, with key `web-key` for source `web`; what would go to the log is kept in `appended`. */
export async function startSegment(
  options: Partial<Pick<SegmentDeps, 'appendBody' | 'webhookSecret'>> & { limits?: Partial<SegmentLimits> } = {},
): Promise<SegmentServer> {
  const appended: Appended[] = []
  const server: SegmentServer = { app: Fastify(), appended, now: NOW }
  const keep = async (header: BodyHeader, body: Buffer) => {
    appended.push({ header, body })
  }
  const keys = new Map<string, KeyOwner>([
    ['web-key', { source: 'web', scope: 'write', origins: null }],
    ['other-key', { source: 'other', scope: 'write', origins: null }],
    ['reader-key', { source: 'board', scope: 'read', origins: null }],
    ['page-key', { source: 'page', scope: 'write', origins: ['https://app.example.com'] }],
  ])
  await server.app.register(segmentRoutes, {
    appendBody: options.appendBody ?? keep,
    keys: { ownerOf: (key: string) => keys.get(key) ?? null },
    settings: () => compileSettings(DEFAULT_INGEST_SETTINGS),
    clock: { now: () => server.now },
    limits: { ...DEFAULT_SEGMENT_LIMITS, ...options.limits },
    ...(options.webhookSecret === undefined ? {} : { webhookSecret: options.webhookSecret }),
  })
  return server
}

export const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`

/** What the applier makes of all that was appended. */
export function normaliseAppended(appended: readonly Appended[]): NormalisedList {
  const all: NormalisedList = { messages: [], refused: [] }
  let firstN = 1
  for (const { header, body } of appended) {
    const one = normaliseFrame({ header: { ...header, firstN }, body }, compileSettings(DEFAULT_INGEST_SETTINGS))
    all.messages.push(...one.messages)
    all.refused.push(...one.refused)
    firstN += header.count
  }
  return all
}
