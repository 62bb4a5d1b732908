import Fastify, { type FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { ApiDeps } from '../contract/api-deps.ts'
import type { Clock } from '../core/time.ts'
import { apiPlugin, apiServerOptions } from './api/api-plugin.ts'
import { healthPlugin, type ReadyCheck } from './health/health-plugin.ts'
import { type MessageDeps, messageRoutes } from './product/message-routes.ts'
import { type StateDeps, stateRoutes } from './product/state-routes.ts'
import type { SegmentDeps } from './segment/segment-deps.ts'
import { segmentRoutes } from './segment/segment-routes.ts'
import { dashboardPlugin } from './static/dashboard-plugin.ts'
import { type StripeDeps, stripeRoutes } from './stripe/stripe-routes.ts'
import { type UnsubscribeOptions, unsubscribePlugin } from './unsubscribe/unsubscribe-plugin.ts'

export type AppOptions = {
  readonly api: ApiDeps
  readonly clock: Clock
  /** null: nothing is taken in (a command that only reads). */
  readonly segment: SegmentDeps | null
  /** Absent: the product may not ask about its users. */
  readonly state?: StateDeps & MessageDeps
  /** Absent: Stripe's events are not taken. */
  readonly stripe?: StripeDeps
  readonly checks: readonly ReadyCheck[]
  readonly metrics: Registry | null
  /** Host names allowed beside the loopback ones. */
  readonly hosts: readonly string[]
  /** Bound to loopback: reads need no key, as long as nobody can sign in. */
  readonly open: boolean
  /** Of invented data. Default: no. */
  readonly demo?: boolean
  readonly version: string
  readonly dashboardFolder: string | null
  readonly logger: Logger | null
  /** null: letters have no links by which one can ask for no more. */
  readonly unsubscribe?: UnsubscribeOptions | null
}

/** Far more than stay open within these timeouts unless somebody means harm, and a thousand that do leave room for the others. */
const MOST_CONNECTIONS = 4_000

/** The whole HTTP side: ingestion, API, health, dashboard. Not listening yet. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    ...(options.logger === null ? {} : { loggerInstance: options.logger }),
    requestTimeout: 30_000,
    // Longer than a client keeps a connection it does not use: one that the server closes just as the next batch is sent looks like a loss.
    keepAliveTimeout: 72_000,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 1_000 },
    forceCloseConnections: 'idle',
    // What comes on an open connection while the server ends is answered like the rest, and the connection ends with it: a 503 of the framework does not say when to come again.
    return503OnClosing: false,
    ...apiServerOptions,
  } as Parameters<typeof Fastify>[0]) as unknown as FastifyInstance
  app.server.maxConnections = MOST_CONNECTIONS
  app.addHook('preClose', async () => closeAsTheyIdle(app.server))
  const { api, clock, segment, stripe, state, checks, metrics, hosts, open, demo = false, version } = options
  const { dashboardFolder } = options
  await app.register(apiPlugin, { prefix: '/api/v1', deps: api, clock, open, demo, hosts, version })
  if (segment !== null) await app.register((scope) => segmentRoutes(scope, segment))
  if (state !== undefined) {
    await app.register((scope) => stateRoutes(scope, state))
    await app.register((scope) => messageRoutes(scope, state))
  }
  if (stripe !== undefined) await app.register((scope) => stripeRoutes(scope, stripe))
  const { unsubscribe = null } = options
  if (unsubscribe !== null) await app.register((scope) => unsubscribePlugin(scope, unsubscribe))
  if (metrics !== null) await app.register(healthPlugin, { checks, metrics })
  if (dashboardFolder !== null) await app.register(dashboardPlugin, { folder: dashboardFolder, hosts })
  return app
}

/** Closing looks once for connections that are idle; one whose answer was still under way would keep the server open for as long as it may idle. */
function closeAsTheyIdle(server: FastifyInstance['server']): void {
  if (!server.listening) return
  const sweep = setInterval(() => server.closeIdleConnections(), 100)
  server.once('close', () => clearInterval(sweep))
}
