import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify'
import { RoleName } from '../src/contract/access/roles.ts'
import type { ApiDeps } from '../src/contract/api-deps.ts'
import { makeZone } from '../src/core/time.ts'
import { apiPlugin, apiServerOptions } from '../src/http/api/api-plugin.ts'
import { accessDeps, verifyKey } from '../src/run/access/access-deps.ts'
import { offerSetUp } from '../src/run/access/links.ts'
import { keptDeps } from '../src/run/kept/kept-deps.ts'
import { type ControlStore, openControlStore } from '../src/store/control/open-control-store.ts'

export const PASSWORD = 'tidal wool streams at dusk'
const START = Date.UTC(2026, 2, 2, 9)
/** A story hashes often; what a password really costs has a test of its own. */
const CHEAP = { N: 2, r: 1, p: 1 }
const HOST = '127.0.0.1:4620'

/** A way to ask as a browser does: it keeps its cookie, and names the page it asks from. */
export type Browser = {
  readonly ask: (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => Promise<LightMyRequestResponse>
  /** What the browser holds; null: nothing. */
  cookie: string | null
  readonly headers: Record<string, string>
}

/** The API over a real control store, with everything else out of reach: what is let through answers with a fault of ours. */
export type AccessStage = {
  readonly app: FastifyInstance
  readonly control: ControlStore
  /** Time passes. */
  readonly wait: (ms: number) => void
  readonly open: (address?: string) => Browser
  /** Somebody with a role, signed in. */
  readonly signedIn: (role: RoleName) => Promise<Browser>
  readonly setUp: () => Promise<string>
  /** The server starts anew over what it had kept; nobody has to open another way to ask. */
  readonly restart: () => Promise<void>
  readonly close: () => Promise<void>
}

export async function openAccessStage(options: { open?: boolean; demo?: boolean } = {}): Promise<AccessStage> {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-access-'))
  const control = await openControlStore(folder)
  let now = START
  const clock = { now: () => now }
  const build = () => buildApp({ control, clock }, options)
  let { app, access } = await build()
  const setUp = async () => (await offerSetUp(control, { now, random: randomBytes(32) }))!.path.split('#')[1]!
  const openBrowser = (address = '127.0.0.1') => makeBrowser(() => app, address)
  return {
    get app() {
      return app
    },
    ...{ control, setUp, open: openBrowser },
    wait: (ms) => {
      now += ms
    },
    signedIn: async (role) => {
      if (!(await access.hasUsers())) await useLink(openBrowser(), await setUp(), 'first@example.com')
      const { path } = await access.invite({ email: `${role}-${now++}@example.com`, role }, 'the test')
      const browser = openBrowser()
      await useLink(browser, path.split('#')[1]!)
      return browser
    },
    restart: async () => {
      await app.close()
      ;({ app, access } = await build())
    },
    close: async () => {
      await app.close()
      await control.destroy()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type Built = { readonly app: FastifyInstance; readonly access: ApiDeps['access'] }

async function buildApp(
  { control, clock }: { control: ControlStore; clock: { now: () => number } },
  { open = true, demo = false }: { open?: boolean; demo?: boolean },
): Promise<Built> {
  const entrance = { control, clock, randomOf: (size: number) => randomBytes(size), cost: CHEAP }
  const app = fastify(apiServerOptions as object)
  const personOf = () => null
  const kept = keptDeps({ control, clock, zone: makeZone('UTC'), isKnown: (account) => account === 'acme', personOf })
  const deps = depsOf({ ...kept, access: accessDeps(entrance), verifyKey: (secret) => verifyKey(entrance, secret) })
  await app.register(apiPlugin, {
    prefix: '/api/v1',
    deps,
    clock,
    open,
    demo,
    hosts: ['telltale.example.com'],
    version: '0',
  })
  return { app, access: deps.access }
}

/** Uses a link. */
export async function useLink(browser: Browser, token: string, email?: string): Promise<LightMyRequestResponse> {
  return browser.ask('POST', '/links/accept', { token, password: PASSWORD, ...(email === undefined ? {} : { email }) })
}

export const ROLES = RoleName.options

function makeBrowser(appOf: () => FastifyInstance, remoteAddress: string): Browser {
  const browser: Browser = {
    cookie: null,
    headers: { host: HOST, origin: `http://${HOST}` },
    ask: async (method, path, body) => {
      const cookie: Record<string, string> = browser.cookie === null ? {} : { cookie: browser.cookie }
      const asked = { method, url: `/api/v1${path}`, headers: { ...browser.headers, ...cookie }, remoteAddress }
      const answer = await appOf().inject(body === undefined ? asked : { ...asked, payload: body })
      const set = answer.headers['set-cookie']
      if (typeof set === 'string') browser.cookie = /Max-Age=0/.test(set) ? null : set.split(';')[0]!
      return answer
    },
  }
  return browser
}

/** Any other question is refused as one that was not foreseen. */
function depsOf(known: Pick<ApiDeps, 'access' | 'verifyKey'>): ApiDeps {
  const unasked = async (): Promise<never> => Promise.reject(new Error('out of reach'))
  return new Proxy(known as ApiDeps, { get: (target, name) => target[name as 'access'] ?? unasked })
}
