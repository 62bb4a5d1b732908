import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import type { DictionaryQuery } from '../../src/contract/dictionary.ts'
import { packageRoot } from '../../src/core/package-root.ts'
import { openTelltale } from '../../src/index.ts'
import { codesOf, runPage } from '../examples/run-readme.ts'
import { runCommand, tempFolder } from './run-command.ts'

const DAY = 86_400_000
const BEGIN = Date.UTC(2026, 0, 5, 9)
const NOW = BEGIN + 80 * DAY
const CONFIG = `
import { defineConfig, emailDomain, event, page } from 'telltale'
export default defineConfig({
  exclude: [emailDomain('us.example')],
  events: {
    report: event('Report Created', { kind: 'core', feature: 'reports', owner: 'Ana', properties: { plan: 'string', rows: 'number', note: 'string?' } }),
    invite: event('Invite Sent', { kind: 'team', aliases: ['invite_sent'] }),
    exported: event('Report Exported'),
    pricing: page('Pricing', { kind: 'intent' }),
  },
})
`

type Sent = {
  readonly who: string
  readonly name: string
  readonly at: number
  readonly with?: object
  readonly in?: string | null
}

/** Twelve accounts of one person report on each day; the event breaks on day 74. Its earlier name is sent beside it, invitations have two names, one of us tests. */
function events(): string {
  const sent: Sent[] = []
  for (let day = 0; day < 80; day++) {
    for (let person = 0; person < 12; person++) {
      const at = BEGIN + day * DAY + person * 60_000
      const who = `u${person}`
      if (day < 74) sent.push({ who, name: 'Report Created', at, with: { plan: 'pro', rows: day < 60 ? 3 : '3' } })
      if (day >= 40 && day < 74) sent.push({ who, name: 'report created', at: at + 500 })
      if (day % 20 === 3) sent.push({ who, name: person < 3 ? 'invite_sent' : 'Invite Sent', at: at + 60_000 })
      if (day === 10) sent.push({ who, name: 'Tour Seen', at: at + 90_000, in: person < 5 ? null : `a${person}` })
    }
    sent.push({
      who: 'me@us.example',
      name: 'Report Created',
      at: BEGIN + day * DAY + 1,
      with: { plan: 'pro', rows: 1 },
    })
  }
  return sent
    .map(({ who, name, at, with: properties = {}, in: account = `a${who.slice(1)}` }) =>
      JSON.stringify({
        ...{ type: 'track', event: name, userId: who, timestamp: new Date(at).toISOString(), properties },
        ...(account === null ? {} : { context: { groupId: account } }),
      }),
    )
    .join('\n')
}

const cwd = mkdtempSync(join(tmpdir(), 'telltale-events-'))
const run = (...argv: string[]) => runCommand(argv, { cwd, now: NOW })
afterAll(() => rmSync(cwd, { recursive: true, force: true }))
beforeAll(async () => {
  writeFileSync(join(cwd, 'telltale.config.ts'), CONFIG)
  writeFileSync(join(cwd, 'events.ndjson'), events())
  expect((await run('import', 'events.ndjson')).code).toBe(0)
}, 60_000)

it('every name with its volume, its owner and what is wrong with it; and names that look like one event', async () => {
  expect((await run('events')).out).toMatchInlineSnapshot(`
    "event            is         kind    owner  events  28 days  before  people  first       last        wrong
    Report Created   report     core    Ana       888      275     336      12  2026-01-05  2026-03-19  tracking may be broken since 2026-03-20: 0 accounts, usually 12; rows lacks on 100 %
    report created   (unknown)  other   –         408      276     132      12  2026-02-14  2026-03-19
    Invite Sent      invite     team    –          36        9      18       9  2026-01-08  2026-03-09
    Tour Seen        (unknown)  other   –          12        0       0      12  2026-01-15  2026-01-15  silent
    invite_sent      invite     team    –          12        3       6       3  2026-01-08  2026-03-09
    Report Exported  exported   other   –           0        0       0       0  never       never       never sent
    page Pricing     pricing    intent  –           0        0       0       0  never       never       never sent

    7 names of 7, 2 not in the configuration.
    80 events excluded by rule, 5 events without account.
    5 of 5,000 names kept.

    Names that look like one event:
    Report Created: report created (408, capitals)
      report created is sent beside it for one act, 408 times: stop sending one of them"
  `)
  expect((await run('events', 'report')).out).toMatchInlineSnapshot(`
    "Report Created (track): report, kind core, feature reports, owner Ana
    888 events of 12 people in 12 accounts, from 2026-01-05T09:00:00.000Z to 2026-03-19T09:11:00.000Z
    80 excluded by rule, 0 without account
    tracking may be broken since 2026-03-20: 0 accounts, usually 12; rows lacks on 100 %

    property     on  type    for example
    plan      100 %  text    pro
    rows      100 %  number  3

    The latest: {"plan":"pro","rows":"3"}"
  `)
  const wrong = await run('events', '--show', 'odd')
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('show')])
}, 60_000)

it('only what is unknown, lacks something, is hardly sent or silent; the same as a function', async () => {
  const config = join(cwd, 'telltale.config.ts')
  const telltale = await openTelltale({ dataDir: join(cwd, '.telltale'), config, clock: { now: () => NOW } })
  const shown = async (show: DictionaryQuery['show']) => (await telltale.events({ show })).data.map(({ name }) => name)
  const all = [await shown('unknown'), await shown('missing'), await shown('silent'), await shown('alarm')]
  const { data } = await telltale.events({ show: 'missing', q: 'ana' })
  await telltale.close()
  expect(all).toEqual([
    ['report created', 'Tour Seen'],
    ['Report Created'],
    ['Tour Seen', 'Report Exported', 'Pricing'],
    ['Report Created'],
  ])
  expect(data.map(({ name, missing }) => [name, missing])).toEqual([
    ['Report Created', [{ property: 'rows', share: 1 }]],
  ])
}, 60_000)

it('the page about events does what it says', async () => {
  const page = readFileSync(join(packageRoot(), 'docs', 'guide', 'events.md'), 'utf8')
  expect(codesOf(await runPage(page, { cwd, now: NOW }))).toEqual([
    ['events', 0],
    ['events', 0],
    ['events', 0],
    ['generate', 0],
    ['generate', 0],
  ])
}, 60_000)

it('what is generated compiles, for browsers and for Node, and refuses what the configuration does not say', async () => {
  expect((await run('generate', '--out', 'track.ts')).out).toBe('Wrote track.ts: 3 events.')
  expect((await run('generate', '--out', 'track.ts', '--check')).code).toBe(0)
  const text = readFileSync(join(cwd, 'track.ts'), 'utf8')
  const use = `
    import type { Analytics } from '@segment/analytics-node'
    import type { AnalyticsBrowser } from '@segment/analytics-next'
    import { trackInBrowser, trackInNode } from './track.ts'
    declare const server: Analytics
    declare const browser: AnalyticsBrowser
    const node = trackInNode(server)
    const web = trackInBrowser(browser, () => 'acme')
    node({ userId: 'u1', account: 'acme' }, 'Report Created', { plan: 'pro', rows: 3 })
    node({ anonymousId: 'x', account: null }, 'Invite Sent')
    web('Report Created', { plan: 'pro', rows: 3, note: 'n' })
    web('Invite Sent', { to: 'bo' })
    // @ts-expect-error an alias
    web('invite_sent')
    // @ts-expect-error rows lacks
    web('Report Created', { plan: 'pro' })
    // @ts-expect-error nothing is sent
    web('Report Created')
    // @ts-expect-error rows is a number
    node({ userId: 'u1', account: 'acme' }, 'Report Created', { plan: 'pro', rows: '3' })
    // @ts-expect-error nobody
    node({ account: 'acme' }, 'Invite Sent')
  `
  expect(await compile({ 'track.ts': text, 'use.ts': use })).toBe('')
  writeFileSync(join(cwd, 'track.ts'), `${text}\n`)
  expect((await run('generate', '--out', 'track.ts', '--check')).code).toBe(1)
}, 60_000)

it('what is generated puts the account where the configuration looks for it, and sends it', async () => {
  const cwd = tempFolder()
  writeFileSync(
    join(cwd, 'telltale.config.ts'),
    `import { defineConfig, event } from 'telltale'
     export default defineConfig({ account: { key: 'properties.org.id' }, events: { a: event('*/ "A\\u2028') } })`,
  )
  await runCommand(['generate', '--out', 'track.ts'], { cwd })
  const { trackInNode, trackInBrowser } = await import(join(cwd, 'track.ts'))
  const sent: unknown[] = []
  const client = { track: (...args: unknown[]) => void sent.push(args) }
  trackInNode(client)({ userId: 'u', account: 'acme' }, '*/ "A', { x: 1 })
  trackInBrowser(client, () => null)('*/ "A')
  expect(sent).toEqual([
    [{ userId: 'u', event: '*/ "A', properties: { x: 1, org: { id: 'acme' } }, context: {} }],
    ['*/ "A', {}, { context: {} }],
  ])
})

/** What tsc says of the files, as part of this project. */
function compile(files: Readonly<Record<string, string>>): Promise<string> {
  const root = packageRoot()
  mkdirSync(join(root, '.cache'), { recursive: true })
  const at = mkdtempSync(join(root, '.cache', 'generate-'))
  onTestFinished(() => rmSync(at, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(at, name), text)
  const options = { noEmit: true, rootDir: root, skipLibCheck: true, lib: ['es2023', 'dom'] }
  const project = { extends: '../../tsconfig.json', compilerOptions: options, include: ['*.ts'], exclude: [] }
  writeFileSync(join(at, 'tsconfig.json'), JSON.stringify(project))
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  return new Promise((resolve) => {
    execFile(process.execPath, [tsc, '-p', at, '--pretty', 'false'], (_, stdout, stderr) => resolve(stdout + stderr))
  })
}
