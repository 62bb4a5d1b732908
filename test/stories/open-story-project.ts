import { createHash, randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { expect, onTestFinished } from 'vitest'
import { compileModel } from '../../src/config/compile/compile-model.ts'
import type { Config } from '../../src/config/define-config.ts'
import { toIngestSettings } from '../../src/config/ingest-settings.ts'
import type { Model } from '../../src/config/model.ts'
import { dayToIso } from '../../src/core/time.ts'
import { buildApp } from '../../src/http/build-app.ts'
import { DEFAULT_SEGMENT_LIMITS } from '../../src/http/segment/segment-deps.ts'
import { compileSettings } from '../../src/ingest/ingest-settings.ts'
import { openInlineNormaliser } from '../../src/ingest/open-normaliser.ts'
import { announceOverrides } from '../../src/run/activate-config.ts'
import { applyImports, tick } from '../../src/run/advance-project.ts'
import { appendBody, appendControl, closePassedDays } from '../../src/run/apply/live-log.ts'
import { closeSome } from '../../src/run/decide/close-days.ts'
import { type OpenedProject, openProject } from '../../src/run/open-project.ts'
import type { Project } from '../../src/run/project.ts'
import { apiDeps } from '../../src/run/read/api-deps.ts'
import { openDuckdbStore } from '../../src/store/analytic/duckdb/open-store.ts'
import { createKey, readLiveKeys } from '../../src/store/control/api-keys.ts'
import type { CommittedTransition } from '../../src/store/control/commit-judgement.ts'
import { readTransitions } from '../../src/store/control/read-judgement.ts'
import type { ControlRecord } from '../../src/store/log/log-record.ts'
import { openLogWriterInline } from '../../src/store/log/open-log-writer-inline.ts'

/** A message of the Segment protocol; `messageId` and `timestamp` are given when absent. */
export type Sent = Readonly<Record<string, unknown>>

export type Story = {
  readonly dir: () => string
  readonly project: () => Project
  /** What was said at start, line by line. */
  readonly said: string[]
  readonly now: () => number
  /** Sets the clock; nothing else happens until something is sent or ticked. */
  readonly setClock: (time: string | number) => void
  /** Sets the clock, closes the days that passed, and ticks until nothing is left. */
  readonly moveTo: (time: string | number) => Promise<void>
  /** Listens on loopback too; gives the address, and `key` a key that may write. */
  readonly listen: () => Promise<string>
  readonly key: () => string
  /** One HTTP batch; acknowledged, and not applied yet. */
  readonly post: (messages: readonly Sent[]) => Promise<void>
  /** `post`, then ticks until nothing is left. */
  readonly send: (...messages: Sent[]) => Promise<void>
  readonly control: (record: ControlRecord) => Promise<void>
  /** One step of the loop; whether it found work. */
  readonly tick: () => Promise<boolean>
  readonly get: <T>(path: string) => Promise<T>
  /** The status and code of a question that is refused. */
  readonly refusalOf: (path: string) => Promise<readonly [status: number, code: string]>
  /** Posts to the API; whatever it answers. */
  readonly ask: (path: string, body: object) => Promise<Answered>
  readonly transitions: () => Promise<CommittedTransition[]>
  /** Ends well and opens again. */
  readonly reopen: (config?: Config) => Promise<void>
  /** Goes on with what is on disk now, as after `kill -9`: what the process knows is lost. */
  readonly crash: (config?: Config) => Promise<void>
  readonly close: () => Promise<void>
}

// biome-ignore lint/suspicious/noExplicitAny: stories look at single fields of many kinds of answers
export type Answered = { readonly status: number; readonly answer: any }

export function modelOf(config: Config): Model {
  const { model, problems } = compileModel(config)
  expect(problems.filter(({ level }) => level === 'error')).toEqual([])
  return model!
}

export function storyFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'telltale-story-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

type Outside = { now: number; readonly said: string[] }

/** What the composition root wires: the embedded engines, all in this process, under a clock of the test's. */
export function openInProcess(dataDir: string, model: Model, outside: Outside): Promise<OpenedProject> {
  return openProject({
    progress: () => {},
    ...{ dataDir, model, configPath: null, version: '0.0.0', demo: false, threads: 1 },
    clock: { now: () => outside.now },
    openStore: openDuckdbStore,
    openWriter: async (log) => openLogWriterInline({ ...log, reserveBytes: 0 }),
    openNormaliser: (of) => openInlineNormaliser(toIngestSettings(of)),
    say: (line) => void outside.said.push(line),
  })
}

type Opened = OpenedProject & { readonly app: FastifyInstance; readonly key: string; readonly dir: string }

async function openAll(dir: string, model: Model, outside: Outside): Promise<Opened> {
  const opened = await openInProcess(dir, model, outside)
  const { project } = opened
  const clock = project.clock
  const { secret } = await createKey(project.control, {
    ...{ name: 'web', scope: 'write', source: 'web', expiresAt: null, random: randomBytes(32), now: clock.now() },
  } as Parameters<typeof createKey>[1])
  const keys = await readLiveKeys(project.control, clock.now())
  const app = await buildApp({
    api: apiDeps(project, randomBytes),
    clock,
    segment: {
      appendBody: (header, body) => appendBody(project.live, header, body),
      keys: { ownerOf: (key) => keys.get(createHash('sha256').update(key).digest('hex')) ?? null },
      settings: () => compileSettings(project.applier.settings),
      clock,
      limits: DEFAULT_SEGMENT_LIMITS,
    },
    ...{ checks: [], metrics: null, hosts: [], open: true, version: '0.0.0', dashboardFolder: null, logger: null },
  })
  return { ...opened, app, key: secret, dir }
}

/** A project in a folder of its own, in this process, with a clock that only the story moves. */
export async function openStory(options: { config: Config; start: string; dir?: string }): Promise<Story> {
  const outside: Outside = { now: Date.parse(options.start), said: [] }
  let model = modelOf(options.config)
  let opened = await openAll(options.dir ?? storyFolder(), model, outside)
  let sent = 0
  const close = async () => {
    await opened.app.close()
    await opened.close()
  }
  onTestFinished(close)
  const step = async () => {
    await closePassedDays(opened.project.live, outside.now)
    await announceOverrides(opened.project)
    const { applied } = await tick(opened.project)
    // Few accounts at a time, so that events fall between the pieces of a close.
    const closed = await closeSome(opened.project, { accounts: 2, wait: true })
    return applied > 0 || closed !== null || (await applyImports(opened.project, () => {}))
  }
  const settle = async () => {
    while (await step());
  }
  const openAgain = async (dir: string, config: Config | undefined) => {
    if (config !== undefined) model = modelOf(config)
    opened = await openAll(dir, model, outside)
  }
  const setClock = (time: string | number) => {
    outside.now = typeof time === 'number' ? time : Date.parse(time)
  }
  const post = async (messages: readonly Sent[]) => {
    const batch = messages.map((message) => {
      sent += 1
      return { type: 'track', messageId: `m${sent}`, timestamp: new Date(outside.now).toISOString(), ...message }
    })
    const headers = { authorization: `Bearer ${opened.key}` }
    const answer = await opened.app.inject({ method: 'POST', url: '/v1/batch', headers, payload: { batch } })
    expect(answer.statusCode, answer.body).toBe(200)
  }
  return {
    dir: () => opened.dir,
    project: () => opened.project,
    said: outside.said,
    now: () => outside.now,
    setClock,
    moveTo: async (time) => {
      setClock(time)
      await settle()
    },
    listen: () => opened.app.listen({ host: '127.0.0.1', port: 0 }),
    key: () => opened.key,
    post,
    send: async (...messages) => {
      await post(messages)
      await settle()
    },
    control: async (record) => {
      await appendControl(opened.project.live, record)
      await settle()
    },
    tick: step,
    refusalOf: async (path) => {
      const answer = await opened.app.inject({ url: `/api/v1${path}`, headers: { host: 'localhost' } })
      return [answer.statusCode, answer.json<{ code: string }>().code]
    },
    get: async <T>(path: string) => {
      const answer = await opened.app.inject({ url: `/api/v1${path}`, headers: { host: 'localhost' } })
      expect(answer.statusCode, answer.body).toBe(200)
      return answer.json() as T
    },
    ask: async (path, body) => {
      const headers = { host: 'localhost' }
      const answer = await opened.app.inject({ method: 'POST', url: `/api/v1${path}`, headers, payload: body })
      return { status: answer.statusCode, answer: answer.json() }
    },
    transitions: () => readTransitions(opened.project.control, { limit: 100_000, order: 'oldest' }),
    reopen: async (config) => {
      await close()
      await openAgain(opened.dir, config)
    },
    crash: async (config) => {
      const copy = storyFolder()
      cpSync(opened.dir, copy, { recursive: true, filter: (path) => !path.endsWith('/lock') })
      await close()
      await openAgain(copy, config)
    },
    close,
  }
}

/** `2026-03-04 opened limitHit of acme 1 (behaviour)` */
export function tell(transitions: readonly CommittedTransition[]): string[] {
  return transitions.map(({ name, what, entity, ordinal, asOf, cause, fresh }) => {
    const of = entity.level === 'account' ? entity.account : `${entity.level} ${entity.person}`
    return `${dayToIso(asOf)} ${what} ${name} of ${of} ${ordinal} (${cause}${fresh ? ', fresh' : ''})`
  })
}
