import fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AccessDeps } from '../../contract/access/access-deps.ts'
import type { AccountDetail } from '../../contract/account.ts'
import type { AccountRow } from '../../contract/accounts.ts'
import type { ApiDeps } from '../../contract/api-deps.ts'
import type { EpisodeNotice, EpisodeRow } from '../../contract/episodes.ts'
import type { EventRecord } from '../../contract/events.ts'
import type { MemberRow } from '../../contract/people.ts'
import { selectAccounts } from '../../contract/select-accounts.ts'
import { summariseAccounts } from '../../contract/summarise-accounts.ts'
import { apiPlugin, apiServerOptions } from './api-plugin.ts'
import { components } from './describe-api.ts'
import { apiRoutes } from './routes.ts'

const READ = 'ttr_read'
const ADMIN = 'tta_admin'
const HOSTILE = '__proto__"><img src=x onerror=alert(1)>\u202e'

const acme: AccountRow = {
  key: 'acme',
  name: 'Acme',
  plan: 'Growth',
  members: 12,
  seats: 15,
  activeMembers28: 4,
  tenureDays: 930,
  mrr: { minor: 118_000, currency: 'USD' },
  assignee: 'Mara Lindqvist',
  openSignals: [
    {
      key: 'seatsGoingQuiet',
      title: 'Seats going quiet',
      type: 'risk',
      since: '2026-04-02T00:00:00.000Z',
      sinceDay: '2026-04-01',
    },
  ],
  bands: [{ score: 'health', band: 'watch', value: 54, sinceDay: '2026-04-02' }],
  lastActiveDay: '2026-04-15',
  weeks: [140, 133, 135, 133, 141, 139, 96, 66],
}
const hostile: AccountRow = { ...acme, key: HOSTILE, name: '=HYPERLINK("http://x")', mrr: null, openSignals: [] }
const rows = [acme, hostile]

const event: EventRecord = {
  messageId: 'm-1',
  name: 'Report Created',
  kind: 'core',
  call: 'track',
  ts: '2026-04-15T09:00:00.000Z',
  knownAt: '2026-04-15T09:00:01.000Z',
  account: 'acme',
  person: 'tom',
  personName: 'Tom Becker',
  properties: { rows: 3 },
}
const member: MemberRow = {
  account: 'acme',
  person: 'tom',
  name: 'Tom Becker',
  email: null,
  role: 'admin',
  from: '2023-09-20T00:00:00.000Z',
  lastActiveDay: '2026-04-15',
  daysSinceActive: 1,
  activeDays28: 17,
  days28: Array.from({ length: 28 }, (_, day) => day % 3),
  openSignals: [],
  indicators: [],
}
const episode: EpisodeRow = {
  id: 'seatsGoingQuiet:account:acme:1',
  signal: 'seatsGoingQuiet',
  title: 'Seats going quiet',
  type: 'risk',
  entity: { level: 'account', account: 'acme' },
  entityName: 'Acme',
  ordinal: 1,
  openedAt: '2026-04-03T00:00:00.000Z',
  closedAt: null,
  escalatedAt: null,
  changes: [
    {
      what: 'opened',
      at: '2026-04-03T00:00:00.000Z',
      asOf: '2026-04-02',
      cause: 'behaviour',
      values: [],
      evidence: [],
    },
  ],
  outcome: { name: 'churned', state: 'pending', at: null, noticeDays: null },
}
const detail: AccountDetail = {
  key: 'acme',
  name: 'Acme',
  asOf: '2026-04-15',
  latest: '2026-04-15',
  first: '2023-09-20',
  header: {
    plan: 'Growth',
    mrr: acme.mrr,
    members: 12,
    seats: 15,
    activeMembers28: 4,
    activeMembers28Before: 9,
    createdDay: '2023-09-20',
    tenureDays: 930,
    renewsOn: '2026-06-30',
    assignee: null,
    lastActiveDay: '2026-04-15',
  },
  today: { events: 3, activeMembers: 1 },
  thread: { from: '2026-04-14', active: [5, 7] },
  daily: { from: '2026-04-14', active: [5, 7], core: [4, 6], members: [2, 3] },
  traits: [],
  members: [member],
  episodes: [episode],
  configOf: 'day',
  explanations: [],
  activation: null,
  scores: [],
  pulse: null,
  indicators: [],
  segments: [{ key: 'size', value: 'medium' }],
  subscriptions: [],
  outcomes: [],
  recentEvents: [event],
}
const person = { key: 'tom', name: 'Tom Becker', email: null, accounts: [], firstSeenDay: null }
const unasked = async (): Promise<never> => Promise.reject(new Error('not asked here'))
const noPage = { data: [], nextCursor: null }

function makeDeps(): ApiDeps & { notify: (notice: EpisodeNotice) => void } {
  const listeners = new Set<(notice: EpisodeNotice) => void>()
  return {
    notify: (notice) => {
      for (const listener of listeners) listener(notice)
    },
    listAccounts: async (query) => ({
      ...selectAccounts(rows, query),
      summary: summariseAccounts(rows, '2026-04-15'),
      ...{ excluded: 0, excludedAccounts: 0 },
    }),
    getAccount: async (key) => (key === 'acme' ? detail : key === HOSTILE ? { ...detail, key: HOSTILE } : null),
    listMembers: async (account) => (account === 'acme' ? { data: [member], nextCursor: null } : null),
    listAccountEvents: async (account) => (account === 'acme' ? { data: [event], nextCursor: null } : null),
    listPeople: async () => ({ data: [person], nextCursor: null, excludedPeople: 0 }),
    getPerson: async (key) =>
      key === 'tom'
        ? {
            ...person,
            asOf: '2026-04-15',
            lastActiveDay: null,
            actors: [],
            traits: [],
            episodes: [],
            configOf: 'day',
            explanations: [],
            recentEvents: [],
            traitHistory: [],
          }
        : null,
    listPersonEvents: async (key) => (key === 'tom' ? noPage : null),
    getNames: async ({ accounts, people }) => ({
      accounts: accounts.map((key) => ({ key, name: `${key}!` })),
      people: people.map((key) => ({ key, name: `${key}!` })),
    }),
    listSignals: async () => ({ data: [] }),
    getBandChanges: async ({ score }) => ({
      ...{
        score,
        from: '2026-03-19',
        to: '2026-04-15',
        sentence: '',
        cells: [],
        members: [],
        bands: [],
        crossings: [],
        total: 0,
      },
    }),
    getTeam: async () => ({ today: '2026-04-16', sentence: '', data: [], absences: [] }),
    listUntouched: unasked,
    noteAbsence: async (request) => ({ id: 1, at: '2026-04-16T00:00:00.000Z', ...request }),
    ...{ removeAbsence: async () => false, listPulses: async () => [], sayPulse: async () => null },
    ...{ getTask: async () => null, listTasksAbout: unasked, actOnTask: async () => null, undoTask: async () => null },
    ...{ listDeliveries: async () => ({ hold: null, ...noPage }), getDelivery: async () => null },
    ...{ replayDelivery: async () => null, confirmDeliveries: async () => null, enableChannel: async () => false },
    ...{ listChannels: async () => ({ data: [] }), listSuppressions: async () => ({ data: [] }) },
    removeSuppression: async () => false,
    getMetrics: async () => ({ as_of: '2026-04-15', by: null, preset: null, excluded: 0, metrics: [] }),
    ...{ listPlaybooks: async () => ({ data: [], neverContact: null }), listEnrolments: async () => ({ data: [] }) },
    ...{ enrolByHand: async () => ({ enrolled: false }), testPlaybook: async () => ({ data: [] }) },
    pausePlaybook: async () => Promise.reject(new Error('unasked')),
    resumePlaybook: async () => Promise.reject(new Error('unasked')),
    simulatePlaybook: async () => Promise.reject(new Error('unasked')),
    ...{ getMetricWho: unasked, getStorage: unasked },
    ...{ listViews: unasked, saveView: unasked, dropView: unasked, listNotes: unasked, addNote: unasked },
    ...{
      getAccountOutreach: unasked,
      getAccountLimits: unasked,
      getAccountPayments: unasked,
      getAccountFeatures: unasked,
    },
    ...{ listKeptAbout: unasked, dropNote: unasked, tellRelease: unasked, dropRelease: unasked },
    getMetricTree: async () => Promise.reject(new Error('unasked')),
    compareMetrics: async () => ({ as_of: '2026-04-15', month: '2026-03', currency: null, metrics: [] }),
    getDigest: async ({ cadence }) => ({ as_of: '2026-04-15', cadence, excluded: 0, moved: [], alerts: [] }),
    ...{ listMetricNames: async () => ({ data: [] }), listMetricAlerts: async () => ({ data: [] }) },
    listRestatements: async () => ({ data: [] }),
    getFirstMonth: async () => ({ as_of: '2026-04-15', steps: [] }),
    getWorklist: async (query) => ({
      ...{
        today: '2026-04-16',
        asOf: '2026-04-15',
        horizon: query.horizon,
        assignee: query.assignee ?? null,
        team: null,
      },
      ...{
        sentence: '0 tasks.',
        total: 0,
        room: null,
        waiting: { capacity: 0, budget: 0 },
        ...{ accounts: 0, atRisk: { accounts: 0, mrr: [] }, overdue: 0, fresh: 0 },
        excluded: 0,
        tasks: [],
        ...{ renewals: [], renewalsTotal: 0 },
      },
    }),
    listEpisodes: async () => ({ data: [episode], nextCursor: null }),
    replayEpisodes: async () => ({ data: [episode], nextCursor: null }),
    analyze: async () => {
      throw new Error('not asked here')
    },
    backtest: async () => {
      throw new Error('not asked here')
    },
    discover: async () => {
      throw new Error('not asked here')
    },
    getBacktestProgress: () => ({ done: 0, total: 0 }),
    whatIf: async () => {
      throw new Error('not asked here')
    },
    listVerdicts: async () => ({ week: null, data: [] }),
    recomputeVerdicts: async () => ({ week: null, data: [] }),
    listExperiments: async () => ({ data: [] }),
    ...{ planExperiment: unasked, exposeAccount: async () => null, endExperiment: unasked },
    ...{ fitScore: unasked, getUplift: unasked, compareCohorts: unasked },
    ...{ getUplift: unasked, compareCohorts: unasked, getPlaybookResult: unasked },
    ...{ getDictionary: unasked, mergeAccount: unasked, splitAccount: unasked },
    ...{ beginForgetting: unasked, getForgetting: async () => null },
    listQuarantine: async () => ({ ...noPage, total: 0, byReason: [] }),
    listLeftOut: async () => noPage,
    listChanges: unasked,
    listIncidents: async () => ({
      data: [
        {
          ...{ since: '2026-04-01', last: '2026-04-03', lasts: false, judgedFrom: '2026-04-11' },
          ...{ events: [{ name: 'Report Sent', heard: 2, usual: 61.5 }], signals: ['quiet'], scores: [] },
        },
      ],
    }),
    getStatus: async () => {
      throw new Error('the disk is on fire')
    },
    subscribeEpisodes: (after, listener) => {
      if (after !== null) listener({ sequence: after + 1, what: 'opened', episode })
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    subscribeStanding: () => () => {},
    ...{
      getStandingSignals: unasked,
      getStandingDiscovery: unasked,
      getStandingHistory: unasked,
      getStandingWarnings: unasked,
    },
    getState: async () => null,
    listMessages: async () => [],
    endMessage: async () => null,
    listSources: async () => ({ data: [] }),
    previewSource: async () => ({ source: 'postgres', targets: [] }),
    listUnmatched: async () => ({ data: [], mrr: [], unpriced: [] }),
    syncSource: async () => ({ source: 'postgres', at: '2026-04-16T00:00:00.000Z', targets: [] }),
    verifyKey: async (secret) =>
      secret === READ ? { id: 'r', scope: 'read' } : secret === ADMIN ? { id: 'a', scope: 'admin' } : null,
    listKeys: async () => [],
    createKey: async () => ({ id: 'k', secret: 'ttr_new' }),
    revokeKey: async (id) => id === 'k',
    ...{ listSettings: unasked, changeSetting: unasked },
    access: { ...({} as AccessDeps), userOf: async () => null, hasUsers: async () => false, note: async () => {} },
  }
}

let app: FastifyInstance
let deps: ReturnType<typeof makeDeps>
let now = Date.parse('2026-04-16T12:00:00.000Z')

async function start(open = true) {
  deps = makeDeps()
  app = fastify({ logger: false, ...apiServerOptions })
  await app.register(apiPlugin, {
    prefix: '/api/v1',
    deps,
    clock: { now: () => now },
    open,
    hosts: ['telltale.internal'],
    version: '0.1.0',
  })
}

beforeEach(() => start())
afterEach(() => app.close())

function get(url: string, headers: Record<string, string> = {}) {
  return app.inject({ url: `/api/v1${url}`, headers: { host: 'localhost:4620', ...headers } })
}

describe('every list and page answers what its schema says', () => {
  const happy: [string, string][] = [
    ['/accounts', 'AccountPage'],
    ['/accounts/acme', 'AccountDetail'],
    ['/accounts/acme?asOf=2026-04-01', 'AccountDetail'],
    ['/accounts/acme/members', 'MemberPage'],
    ['/accounts/acme/events?name=Report%20Created&from=2026-04-01&to=2026-04-15', 'EventPage'],
    ['/people', 'PersonPage'],
    ['/people/tom', 'PersonDetail'],
    ['/people/tom/events', 'EventPage'],
    ['/signals', 'SignalList'],
    ['/episodes?state=open&since=2026-04-01T00:00:00Z', 'EpisodePage'],
    ['/quarantine', 'QuarantinePage'],
    ['/left-out?reason=excluded', 'EventPage'],
    ['/incidents', 'IncidentList'],
  ]
  test.each(happy)('%s', async (url, name) => {
    const answer = await get(url)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers['content-security-policy']).toContain("default-src 'self'")
    expect(components[name]!.parse(answer.json())).toEqual(answer.json())
  })

  test('keys need an admin key', async () => {
    expect((await get('/keys')).statusCode).toBe(401)
    const refused = await get('/keys', { authorization: `Bearer ${READ}` })
    expect([refused.statusCode, refused.headers['content-type'], refused.headers['www-authenticate']]).toEqual([
      403,
      'application/problem+json; charset=utf-8',
      'Bearer error="insufficient_scope"',
    ])
    expect(refused.json()).toEqual({
      type: 'urn:telltale:problem:scope_too_small',
      title: 'Not allowed',
      status: 403,
      detail:
        'This needs a key with scope admin; the one that was sent has scope read. Make one with `telltale keys create --scope admin`.',
      instance: '/api/v1/keys',
      code: 'scope_too_small',
    })
    expect((await get('/keys', { authorization: `Bearer ${ADMIN}` })).json()).toEqual({ data: [] })
    const admin = { host: 'localhost', authorization: `Bearer ${ADMIN}` }
    const made = await app.inject({ method: 'POST', url: '/api/v1/keys', headers: admin, payload: { scope: 'read' } })
    expect([made.statusCode, made.json()]).toEqual([201, { id: 'k', secret: 'ttr_new' }])
    const gone = await app.inject({ method: 'DELETE', url: '/api/v1/keys/k', headers: admin })
    expect([gone.statusCode, gone.body]).toEqual([204, ''])
    expect((await app.inject({ method: 'DELETE', url: '/api/v1/keys/x', headers: admin })).statusCode).toBe(404)
  })
})

test('a key with hostile characters comes through whole', async () => {
  const answer = await get(`/accounts/${encodeURIComponent(HOSTILE)}`)
  expect(answer.json().key).toBe(HOSTILE)
})

test('names are asked for by key, at most a thousand at a time', async () => {
  const ask = (body: object) =>
    app.inject({ method: 'POST', url: '/api/v1/names', headers: { host: 'localhost' }, payload: body })
  const answer = await ask({ accounts: [HOSTILE], people: ['tom'] })
  expect([answer.statusCode, answer.json()]).toEqual([
    200,
    { accounts: [{ key: HOSTILE, name: `${HOSTILE}!` }], people: [{ key: 'tom', name: 'tom!' }] },
  ])
  const many = await ask({ accounts: Array.from({ length: 1001 }, (_, n) => `a${n}`) })
  expect([many.statusCode, many.json().code]).toEqual([400, 'bad_argument'])
})

test('pages follow one another by cursor', async () => {
  const first = (await get('/accounts?limit=1&sort=alerts')).json()
  const second = (await get(`/accounts?limit=1&sort=alerts&cursor=${first.nextCursor}`)).json()
  expect([first.data[0].key, second.data[0].key, second.nextCursor, second.total]).toEqual(['acme', HOSTILE, null, 2])
})

test('the export cannot carry a formula', async () => {
  const answer = await get('/accounts.csv?sort=name&order=desc')
  expect(answer.headers['content-type']).toContain('text/csv')
  expect(answer.headers['content-disposition']).toContain('attachment')
  const [head, first, second] = answer.body.split('\r\n')
  expect(head).toMatch(/^account,name,plan/)
  expect(first).toContain(
    'acme,Acme,Growth,12,15,4,930,118000,USD,Mara Lindqvist,watch,54,Seats going quiet,2026-04-15',
  )
  expect(second).toContain(`"'=HYPERLINK(""http://x"")"`)
})

describe('bad input is refused with a code and the valid choices', () => {
  const table: [string, number, string, string][] = [
    ['/accounts?limit=1000000', 400, 'bad_argument', 'at most 1000'],
    ['/accounts?limit=0', 400, 'bad_argument', 'at least 1'],
    ['/accounts?limit=ten', 400, 'bad_argument', 'limit'],
    ['/accounts?limit=1&limit=2', 400, 'bad_argument', 'limit'],
    ['/accounts?offset=-1', 400, 'bad_argument', 'at least 0'],
    ['/accounts?sort=password', 400, 'bad_argument', 'one of name, members'],
    ['/accounts?sort=__proto__', 400, 'bad_argument', 'one of name, members'],
    ['/accounts?srot=name', 400, 'unknown_name', 'limit, cursor, offset, q'],
    ['/accounts?__proto__=1', 400, 'unknown_name', '__proto__'],
    ['/accounts?constructor[prototype]=1', 400, 'unknown_name', 'constructor'],
    ['/accounts?type=danger', 400, 'bad_argument', 'activation, engagement'],
    ['/accounts?cursor=%27%3B%20drop%20table', 400, 'bad_argument', 'cursor'],
    [`/accounts?q=${'x'.repeat(300)}`, 400, 'bad_argument', 'at most 200'],
    ['/accounts/acme?asOf=2026-02-30', 400, 'bad_argument', 'a day such as'],
    ['/accounts/acme?asOf=yesterday', 400, 'bad_argument', 'yesterday'],
    ['/accounts/acme?asOf[]=2026-02-03', 400, 'unknown_name', 'asOf'],
    ['/episodes?since=2026-01-01', 400, 'bad_argument', 'an instant in UTC'],
    ['/episodes?since=99999999-01-01T00:00:00Z', 400, 'bad_argument', 'since'],
    ['/accounts/nobody', 404, 'not_found', 'no account nobody'],
    [`/accounts/${'x'.repeat(2000)}`, 400, 'bad_argument', 'at most 1024'],
    ['/accounts/%ff', 400, 'bad_request', '%ff'],
    ['/accounts/%', 400, 'bad_request', '%'],
    ['/nothing', 404, 'not_found', '/api/v1/nothing'],
    ['/status', 500, 'bug', 'the server log says why'],
  ]
  test.each(table.map((line) => [line[0].slice(0, 60), ...line] as const))('%s', async (_, url, status, code, says) => {
    const answer = await get(url)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    const problem = components.Problem!.parse(answer.json()) as { code: string; detail: string; status: number }
    expect([answer.statusCode, problem.status, problem.code]).toEqual([status, status, code])
    expect(problem.detail).toContain(says)
    expect(answer.body).not.toContain('on fire')
  })

  const bodies: [string, string, number][] = [
    ['application/json', '{', 400],
    ['application/json', '{"scope":"root"}', 400],
    ['application/json', '{"__proto__":{"scope":"admin"}}', 400],
    ['application/json', '[]', 400],
    ['application/json', '"read"', 400],
    ['application/json', 'null', 400],
    ['text/plain', '{"scope":"read"}', 415],
    ['application/x-www-form-urlencoded', 'scope=read', 415],
    ['application/json', JSON.stringify({ scope: 'read', source: 'x'.repeat(600_000) }), 413],
  ]
  test.each(bodies.map((line) => [line[1].slice(0, 60), ...line] as const))(
    'a body %s',
    async (_, type, payload, status) => {
      const headers = { host: 'localhost', 'content-type': type, authorization: `Bearer ${ADMIN}` }
      const answer = await app.inject({ method: 'POST', url: '/api/v1/keys', headers, payload })
      expect([answer.statusCode, answer.json().status]).toEqual([status, status])
      expect(answer.headers['content-type']).toContain('application/problem+json')
    },
  )
})

describe('who may ask', () => {
  const table: [string, Record<string, string>, number][] = [
    ['loopback by name', { host: 'localhost:4620' }, 200],
    ['loopback by address', { host: '127.0.0.1:4620' }, 200],
    ['loopback, version 6', { host: '[::1]:4620' }, 200],
    ['a configured name', { host: 'telltale.internal' }, 200],
    ['a name that was rebound to us', { host: 'evil.example' }, 403],
    ['a name that ends like ours', { host: 'localhost.evil.example' }, 403],
    ['a page of our own origin', { host: 'localhost:4620', origin: 'http://localhost:4620' }, 200],
    ['a page of another origin', { host: 'localhost:4620', origin: 'https://evil.example' }, 403],
    ['a page on another port', { host: 'localhost:4620', origin: 'http://localhost:3000' }, 403],
    ['a sandboxed page', { host: 'localhost:4620', origin: 'null' }, 403],
    ['a browser that says cross-site', { host: 'localhost:4620', 'sec-fetch-site': 'cross-site' }, 403],
  ]
  test.each(table)('%s', async (_, headers, status) => {
    const answer = await get('/accounts', headers)
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()
    if (status === 403) expect(answer.json().code).toBe('forbidden_host')
  })

  test('without loopback every read needs a key, and a wrong key never helps', async () => {
    await app.close()
    await start(false)
    expect((await get('/accounts')).statusCode).toBe(401)
    expect((await get('/accounts', { authorization: `Bearer ${READ}` })).statusCode).toBe(200)
    expect((await get('/accounts', { authorization: `Bearer ${ADMIN}` })).statusCode).toBe(200)
    expect((await get('/accounts', { authorization: 'Bearer ttr_wrong' })).statusCode).toBe(401)
    expect((await get('/accounts', { authorization: 'Basic eDp5' })).statusCode).toBe(401)
    await app.close()
    await start(true)
    expect((await get('/accounts', { authorization: 'Bearer ttr_wrong' })).statusCode).toBe(401)
  })
})

describe('who asks too often', () => {
  test('one key asks 1,200 times in a minute, the next must wait; another key, and the next minute, are free', async () => {
    const ask = async (key: string) => await get('/signals', { authorization: `Bearer ${key}` })
    for (let i = 0; i < 1_200; i++) expect((await ask(READ)).statusCode).toBe(200)
    now += 20_000
    const refused = await ask(READ)
    expect([refused.statusCode, refused.headers['retry-after'], refused.json()]).toEqual([
      429,
      '40',
      {
        type: 'urn:telltale:problem:rate_exceeded',
        title: 'Too many requests',
        status: 429,
        detail: 'Too many requests with this key in a minute; at most 1200 are taken. Try again in 40 s.',
        instance: '/api/v1/signals',
        code: 'rate_exceeded',
      },
    ])
    expect((await ask(ADMIN)).statusCode).toBe(200)
    now += 40_000
    expect((await ask(READ)).statusCode).toBe(200)
  })

  test('an address that tries wrong keys is slowed down, and a good key from there still passes', async () => {
    const ask = async (key: string) => (await get('/signals', { authorization: `Bearer ${key}` })).statusCode
    for (let i = 0; i < 60; i++) expect(await ask(`ttr_${i}`)).toBe(401)
    expect([await ask('ttr_60'), await ask(READ)]).toEqual([429, 200])
    now += 60_000
    expect(await ask('ttr_61')).toBe(401)
  })
})

test('the OpenAPI document has exactly the routes, and every reference resolves', async () => {
  const document = (await get('/openapi.json')).json()
  const described = Object.entries(document.paths as Record<string, object>).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const registered = apiRoutes.map(
    (route) => `${route.method} /api/v1${route.path.replaceAll(/:(\w+)/g, (_, name: string) => `{${name}}`)}`,
  )
  expect(described.sort()).toEqual(registered.sort())
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]!)
  expect(references.length).toBeGreaterThan(20)
  for (const reference of references) {
    const name = /^#\/components\/schemas\/(\w+)$/.exec(reference)?.[1] ?? reference
    expect(Object.keys(document.components.schemas)).toContain(name)
  }
  expect(Object.keys(document.components.schemas).sort()).toEqual(Object.keys(components).sort())
  expect(document.components.schemas.AccountPage.properties.data.items.$ref).toBe('#/components/schemas/AccountRow')
})

test('the stream resumes after Last-Event-ID, sends what follows, and ends with the server', async () => {
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const answer = await fetch(`${url}/api/v1/episodes/stream`, { headers: { 'last-event-id': '41' } })
  expect(answer.headers.get('content-type')).toContain('text/event-stream')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const readUntil = async (wanted: string) => {
    while (!text.includes(wanted)) text += (await reader.read()).value ?? ''
  }
  await readUntil('id: 42')
  deps.notify({ sequence: 43, what: 'closed', episode: { ...episode, entityName: 'line\nbreak' } })
  await readUntil('id: 43')
  await readUntil('line\\nbreak')
  await app.close()
  expect((await reader.read()).done).toBe(true)
})

test('a Last-Event-ID that is none is refused', async () => {
  const answer = await get('/episodes/stream', { 'last-event-id': 'x' })
  expect([answer.statusCode, answer.json().code]).toEqual([400, 'bad_argument'])
})
