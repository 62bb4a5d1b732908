import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { type Delivery, NO_DELIVERY, TOKEN_SECRET } from '../config/delivery/settings.ts'
import type { Model } from '../config/model.ts'
import type { Sources } from '../config/sources.ts'
import type { ApiDeps } from '../contract/api-deps.ts'
import { telltaleError } from '../core/errors.ts'
import { packageRoot } from '../core/package-root.ts'
import type { Clock } from '../core/time.ts'
import { runDispatcher } from '../deliver/run-dispatcher.ts'
import { buildApp } from '../http/build-app.ts'
import { DEFAULT_SEGMENT_LIMITS } from '../http/segment/segment-deps.ts'
import { compileSettings } from '../ingest/ingest-settings.ts'
import { offerSetUp } from '../run/access/links.ts'
import { appendBody } from '../run/apply/live-log.ts'
import { dataFolder, LIVE_LOG } from '../run/data-folder.ts'
import type { OpenedProject } from '../run/open-project.ts'
import { playbookDeps } from '../run/playbooks/playbook-deps.ts'
import type { Project } from '../run/project.ts'
import { apiDeps } from '../run/read/api-deps.ts'
import { runTicks } from '../run/run-ticks.ts'
import { removeServerFile, writeServerFile } from '../run/server-file.ts'
import { type OpenSources, openSources } from '../run/sync/open-sources.ts'
import { readMeta } from '../store/control/open-control-store.ts'
import { answerMeanwhile, type Meanwhile } from './answer-meanwhile.ts'
import { askAhead } from './ask-ahead.ts'
import { finishForgetting, forgetBetween } from './forget-between.ts'
import type { Io } from './io.ts'
import { keepDigesting } from './keep-digesting.ts'
import { keepHoldouts } from './keep-holdouts.ts'
import { keepPlaybooks } from './keep-playbooks.ts'
import { keepSyncing } from './keep-syncing.ts'
import { measureBusy } from './measure-busy.ts'
import { type OpenDeliveries, openDeliveries } from './open-deliveries.ts'
import { type OpenForgettings, openForgettings } from './open-forgettings.ts'
import { openLocalProject } from './open-local-project.ts'
import { packageVersion } from './package-version.ts'
import { reportHistory } from './report-history.ts'
import { type WatchedKeys, watchKeys } from './watch-keys.ts'

export type Serving = {
  readonly io: Io
  readonly clock: Clock
  readonly dataDir: string
  readonly model: Model
  readonly configPath: string | null
  readonly sources: Sources
  /** How messages leave; default: none do. */
  readonly delivery?: Delivery
  readonly host: string
  readonly port: number
  readonly demo: boolean
  /** Called once it listens, and again whenever it had closed its folder for a while. */
  readonly ready: (project: Project, url: string, round: Round) => Promise<void> | void
}

/** A stretch in which the folder is open; `signal` ends it. */
export type Round = { readonly first: boolean; readonly signal: AbortSignal }

/**
 * Garbage that may pile up beside what is in use, in per cent of that, before the old generation is collected. By itself it would be twice as much where
 * the machine has memory to spare, which somebody else may have meant to use.
 */
const GARBAGE_PERCENT = 30

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1'])

/**
 * The server of a data folder: opens it, listens, ticks until it is told to stop, then lets every request end and closes what it opened. To forget somebody it closes
 * the folder, and opens it again.
 */
export async function serveProject(serving: Serving): Promise<void> {
  const { io, dataDir } = serving
  const forgettings = openForgettings(io.randomBytes)
  await finishForgetting(serving)
  let { port } = serving
  let meanwhile: Meanwhile | null = null
  let listened = false
  try {
    for (let first = true; first || !io.signal.aborted; first = false) {
      const between: Between = { forgettings, stop: new AbortController(), first, listens: null, meanwhile }
      await serveRound({ ...serving, port }, between).finally(() => {
        listened ||= between.listens !== null
      })
      if (forgettings.waiting() === null) return
      port = between.listens ?? port
      meanwhile = await answerMeanwhile({ host: serving.host, port })
      await forgetBetween(serving, forgettings)
    }
  } finally {
    await meanwhile?.close()
    if (listened) removeServerFile(dataFolder(dataDir).serverFile)
  }
}

type Between = {
  readonly forgettings: OpenForgettings
  readonly stop: AbortController
  readonly first: boolean
  /** Answers until this round listens. */
  readonly meanwhile: Meanwhile | null
  /** The port on which it did. */
  listens: number | null
}

async function serveRound(serving: Serving, between: Between): Promise<void> {
  const { dataDir, model, configPath, clock, demo } = serving
  const io = { ...serving.io, signal: AbortSignal.any([serving.io.signal, between.stop.signal]) }
  const opened = await openLocalProject({
    ...{ dataDir, model, configPath, clock, demo, serves: true, say: io.err },
    progress: reportHistory(io),
  })
  try {
    await serveOpened({ ...serving, io }, opened, between)
  } finally {
    await opened.close()
  }
}

async function serveOpened(serving: Serving, { project }: OpenedProject, between: Between): Promise<void> {
  const { io } = serving
  const logger = pino(
    { level: io.env.LOG_LEVEL ?? 'warn', redact: ['req.headers.authorization', 'req.headers.cookie'] },
    pino.destination({ dest: 2, sync: true }),
  )
  await project.store.readAhead()
  setFlagsFromString(`--heap-growing-percent=${GARBAGE_PERCENT}`)
  const keys = await watchKeys(project, io.signal)
  const { env } = io
  const sources = openSources(project, { sources: serving.sources, secretOf: (name) => env[name] ?? null, ticks: true })
  const deliveries = await openDeliveries(project, {
    ...{ delivery: serving.delivery ?? NO_DELIVERY, secretOf: (name) => env[name] ?? null },
    randomBytes: io.randomBytes,
  })
  const { unsubscribe } = deliveries
  const api = {
    ...apiDeps(project, io.randomBytes, sources),
    ...playbookDeps(project, serving.delivery ?? NO_DELIVERY),
    ...between.forgettings.depsOf(project, () => between.stop.abort()),
  }
  const app = await buildServer(serving, project, { logger, api, sources, unsubscribe, ownerOf: keys.ownerOf })
  await between.meanwhile?.close()
  const url = await listen(app, serving)
  between.listens = Number(new URL(url).port)
  writeServerFile(project.folder.serverFile, { pid: process.pid, url })
  const ticking = runTicks({
    project,
    failed: (error) => logger.error({ err: error }, 'a tick failed; it is tried again'),
    busy: measureBusy(),
    makeReady: () => askAhead(api),
    signal: io.signal,
  })
  const syncing = readAgain(serving, sources, logger)
  const delivering = deliverBesideTicks(deliveries, io.signal, logger)
  const failed = (error: unknown): void => logger.error({ err: error }, 'a digest was not written; it is tried again')
  const delivery = serving.delivery ?? NO_DELIVERY
  const stepFailed = (error: unknown): void =>
    logger.error({ err: error }, 'a step of a playbook failed; it is tried again')
  const playing = keepPlaybooks(project, { delivery, stop: io.signal, failed: stepFailed })
  const holding = keepHoldouts(project, {
    ...{ stop: io.signal, trouble: delivery.trouble },
    failed: (error) => logger.error({ err: error }, 'what playbooks show was not worked out; it is tried again'),
  })
  const digesting = keepDigesting(project, { deps: api, delivery, stop: io.signal, failed })
  try {
    await serving.ready(project, url, { first: between.first, signal: io.signal })
    if (between.first) await tellSetUp(serving, project, url)
    await ticking
    await syncing
    await delivering
    await digesting
    await playing
    await holding
  } finally {
    await app.close()
    await keys.stop()
  }
}

/** As long as nobody can sign in: the link with which the first admin is made, on the terminal and nowhere else. A demo of this machine needs none. */
async function tellSetUp({ io, demo, host, clock }: Serving, { control }: Project, url: string): Promise<void> {
  if (demo && LOOPBACK.has(host)) return
  const link = await offerSetUp(control, { now: clock.now(), random: io.randomBytes(32) })
  if (link === null) return
  const who = LOOPBACK.has(host) ? 'whoever is at this machine may read' : 'nothing is told without a key'
  io.err(`Nobody can sign in yet, and ${who}. The first admin, within 15 minutes: ${url}${link.path}`)
}

/** A source whose address or key is not in the environment is read when it is. */
async function readAgain({ io }: Serving, open: OpenSources, logger: pino.Logger): Promise<void> {
  const { data } = await open.listSources()
  const kept = data.map(async ({ source, everyMinutes, isSet }) => {
    if (everyMinutes === null || !isSet) return
    const failed = (error: unknown): void => logger.error({ err: error }, `${source} was not read; it is tried again`)
    await keepSyncing(open, source, { everyMinutes, failed, signal: io.signal })
  })
  await Promise.all(kept)
}

/** Messages leave beside the ticks; a channel that cannot send as things are is told of once. */
async function deliverBesideTicks(opened: OpenDeliveries, signal: AbortSignal, logger: pino.Logger): Promise<void> {
  for (const [name, reason] of opened.unusable) logger.warn(`the channel ${name} cannot send: ${reason}`)
  const failed = (error: unknown): void => logger.error({ err: error }, 'a message was not sent; it is tried again')
  try {
    await runDispatcher({ ...opened.dispatching, failed, signal })
  } catch (error) {
    failed(error)
  } finally {
    opened.close()
  }
}

type Parts = {
  readonly logger: pino.Logger
  readonly api: ApiDeps
  readonly sources: OpenSources
  readonly unsubscribe: OpenDeliveries['unsubscribe']
  readonly ownerOf: WatchedKeys['ownerOf']
}

function buildServer(
  { io, clock, host, demo }: Serving,
  project: Project,
  { logger, api, sources, unsubscribe, ownerOf }: Parts,
): Promise<FastifyInstance> {
  return buildApp({
    api,
    state: {
      ...{
        secret: io.env[TOKEN_SECRET] ?? null,
        clock,
        snippet: join(packageRoot(), 'dist', 'snippet', 'messages.js'),
      },
      ...{ getState: api.getState, listMessages: api.listMessages, endMessage: api.endMessage },
    },
    clock,
    unsubscribe,
    segment: {
      appendBody: (header, body) => appendBody(project.live, header, body),
      keys: { ownerOf },
      settings: () => compileSettings(project.applier.settings),
      clock,
      limits: DEFAULT_SEGMENT_LIMITS,
      ...(io.env.TELLTALE_SEGMENT_SECRET ? { webhookSecret: io.env.TELLTALE_SEGMENT_SECRET } : {}),
    },
    stripe: sources,
    checks: [
      { name: 'log', check: async () => (await project.live.writer.checkRoom()) === 'open' },
      { name: 'control store', check: async () => (await readMeta(project.control, 'schema')) !== null },
    ],
    metrics: metricsOf(project),
    hosts: (io.env.TELLTALE_ALLOWED_HOSTS ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    open: LOOPBACK.has(host),
    demo,
    version: packageVersion(),
    dashboardFolder: join(packageRoot(), 'dist', 'dashboard'),
    logger,
  })
}

async function listen(app: FastifyInstance, { host, port }: Serving): Promise<string> {
  try {
    return await app.listen({ host, port })
  } catch (error) {
    if ((error as { code?: string }).code === 'EADDRINUSE') throw telltaleError('port_in_use', { port, host }, error)
    throw error
  }
}

/** No names of events, accounts or addresses as labels: their number has no bound. */
function metricsOf(project: Project): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'telltale_' })
  const gauge = (name: string, help: string, read: () => number): Gauge =>
    new Gauge({
      name: `telltale_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read())
      },
    })
  gauge('log_position', 'Last position of the live log on disk.', () => project.live.writer.position())
  gauge('applied_position', 'Last applied position of the live log.', () => project.store.applied()[LIVE_LOG] ?? 0)
  gauge('log_pending_bytes', 'Bytes waiting for the disk.', () => project.live.writer.pending().bytes)
  gauge('judged_day', 'Last judged day, as days since 1970.', () => project.judgedDay ?? 0)
  return registry
}
