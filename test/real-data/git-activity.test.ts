import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderExplanations } from '../../src/cli/render/render-explanation.ts'
import type { Comparison } from '../../src/contract/explanation.ts'
import { packageRoot } from '../../src/core/package-root.ts'
import type { Project } from '../../src/run/project.ts'
import { readAccountDetail } from '../../src/run/read/read-account-detail.ts'
import { type Ran, runCommand } from '../cli/run-command.ts'
import { type Commit, naiveEpisodes } from './naive-signals.ts'
import { readProject } from './read-project.ts'
import { readLines, realFile, tally } from './real-data.ts'

const { path: FILE, skipped } = realFile('git_activity/commits.csv.gz')
const EXAMPLE = join(packageRoot(), 'examples', 'git')
/** The day after the last commit, late enough for that day to be closed in America too. */
const NOW = Date.UTC(2026, 7, 23, 12)
const LAST = '2026-08-22'

type Row = { readonly account: string; readonly user: string; readonly at: number; readonly kind: string }

const folder = skipped === '' ? mkdtempSync(join(tmpdir(), 'telltale-git-')) : ''
afterAll(() => {
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
})

function telltale(...argv: string[]): Promise<Ran> {
  const config = join(EXAMPLE, 'telltale.config.ts')
  return runCommand([...argv, '--config', config, '--data', join(folder, 'data')], { cwd: folder, now: NOW })
}

async function answer<T>(...argv: string[]): Promise<T> {
  const { out, err, code } = await telltale(...argv, '--json')
  if (code !== 0) throw new Error(err)
  return JSON.parse(out)
}

function readRows(): Row[] {
  return readLines(FILE)
    .slice(1)
    .map((line) => {
      const [account = '', user = '', at = '', , kind = ''] = line.split(',')
      return { account, user, at: Number(at) * 1000, kind }
    })
}

function commitsOf(rows: readonly Row[], account: string): Commit[] {
  return rows
    .filter((row) => row.account === account)
    .map(({ user, at }) => ({ author: user, day: Math.floor(at / 86_400_000) }))
}

const isoDay = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10)
const dayNumber = (text: string): number => Date.parse(text) / 86_400_000
const IMPORT = ['import', FILE, '--mapping', join(EXAMPLE, 'mapping.json')] as const

describe.skipIf(skipped !== '')(`twelve public repositories${skipped}`, () => {
  const rows = skipped === '' ? readRows() : []
  const accounts = [...new Set(rows.map((row) => row.account))].sort()
  let imported: Ran

  beforeAll(async () => {
    imported = await telltale(...IMPORT)
  })

  it('every commit is kept, identical rows too; the same file again changes nothing', async () => {
    expect(rows).toHaveLength(31_580)
    expect(rows.length - new Set(readLines(FILE).slice(1)).size).toBe(133)
    expect(accounts).toHaveLength(12)
    const homes = tally(
      [...new Set(rows.map(({ account, user }) => `${user} ${account}`))].map((one) => one.split(' ')[0]!),
    )
    expect(Object.keys(homes)).toHaveLength(2_893)
    expect(Object.values(homes).filter((n) => n >= 2)).toHaveLength(51)
    expect(imported.out).toBe(
      [
        `${FILE}: 31,580 rows`,
        '  kept         31,580 events from 2012-07-09 to 2026-08-22',
        '  duplicates   0',
        '  quarantined  0',
        'The store has 31,580 events, 12 accounts and 2,893 people.',
      ].join('\n'),
    )
    const again = await telltale(...IMPORT)
    expect(again.out).toContain('The store has 31,580 events, 12 accounts and 2,893 people.')
  })

  it('each episode of the whole history is the one that a plain reading of the rules finds', async () => {
    type Page = { data: { signal: string; entity: { account: string }; changes: { what: string; asOf: string }[] }[] }
    const page = await answer<Page>('episodes', '--replay', '--from', '2012-07-09', '--to', LAST, '--limit', '1000')
    const ours = page.data.map(({ signal, entity, changes }) => ({
      account: entity.account,
      signal,
      opened: changes.find(({ what }) => what === 'opened')?.asOf,
      closed: changes.find(({ what }) => what === 'closed')?.asOf ?? null,
    }))
    const naive = accounts.flatMap((account) =>
      naiveEpisodes(commitsOf(rows, account), dayNumber(LAST)).map((one) => ({ account, ...one })),
    )
    const key = (one: object): string => JSON.stringify(one, Object.keys(one).sort())
    expect(ours.map(key).sort()).toEqual(naive.map(key).sort())
    expect(ours).toHaveLength(156)
  })

  it('at the end those are on that a maintainer would name: each silent repository once, as dormant', async () => {
    const { out } = await telltale('evaluate', '--as-of', LAST)
    expect(out.split('\n').map((line) => line.trim().replaceAll(/ +/g, ' '))).toEqual([
      '9 on at the close of 2026-08-22',
      '',
      'signal entity since',
      'newcomerWave hono 2026-08-21',
      'contributorsGrowing fastify 2026-08-20',
      'dormant umami 2026-08-13',
      'goingQuiet openpanel 2026-08-11',
      'contributorsGrowing svix-webhooks 2026-07-18',
      'goingQuiet trpc 2026-07-10',
      'dormant dittofeed 2026-06-25',
      'newcomerWave fastify 2026-06-11',
      'dormant analytics-node 2024-05-13',
    ])
  })

  it('each number said about three repositories on three days is that of SQL over the raw rows', async () => {
    const whole = { config: join(EXAMPLE, 'telltale.config.ts'), dataDir: join(folder, 'data'), now: NOW }
    const sql = await (await DuckDBInstance.create(':memory:')).connect()
    await readProject(whole, async (project) => {
      for (const account of ['trpc', 'fastify', 'worker'])
        for (const asOf of [LAST, '2025-11-10', '2023-12-31']) {
          const detail = await readAccountDetail(project, account, { asOf })
          const { explanations = [] } = detail ?? {}
          const comparisons = explanations.flatMap(({ conditions }) => conditions.flatMap((one) => one.comparisons))
          const truth = await numbersBySql(sql, { account, asOf })
          expect(comparisons.map(numbersOf)).toEqual(comparisons.map((one) => expected(one, truth)))
          expect(new Set(comparisons.map(({ label }) => label)).size).toBe(11)
          const text = renderExplanations({ key: account, name: account, asOf, configOf: 'day' }, explanations)
          expect(text.split('\n').length).toBeLessThanOrEqual(12)
        }
    })
  })

  it('explains a repository that goes quiet', async () => {
    const { out } = await telltale('explain', 'account', 'trpc')
    expect(out.split('\n')).toEqual([
      'trpc, at the close of 2026-08-22',
      'ON  Going quiet since 2026-07-10',
      '      ✓ change of Commit in the last 90 days against the 90 days before -93.5 % (6 after 92), at most -60 % (33.5 points past)',
      '      ✓ days since the last Commit 63, at least 14 (49 past)',
      '      turns off: change of Commit in the last 90 days against the 90 days before -93.5 % (6 after 92), needs over -30 % (63.5 points to go)',
      '      turns off: days with Commit in the last 28 days 0, needs at least 8 (8 to go)',
      'off Dormant: days since the last Commit 63, needs at least 90 (27 to go)',
      'off Newcomer wave: users with Commit in the last 28 days 0, needs at least 15 (15 to go); Commit in the last 90 days per users with Commit in the last 90 days 1 (6 over 6), under 4 (3 past)',
      'off Contributors growing: users with Commit in the last 90 days 6, needs at least 10 (4 to go); change of users with Commit in the last 90 days against the 90 days before -72.7 % (6 after 22), needs at least 50 % (122.7 points to go)',
      'off Lone maintainer: users with Commit in the last 90 days 6, needs at most 1 (5 to go); users with Commit in the 365 days before the last 90 days 70, at least 3 (67 past)',
      '–   Fixing more than building: switched off in the configuration',
      'outcomes: builds on 2026-06-14 (189 times)',
    ])
    const features = rows.filter(({ account, kind }) => account === 'trpc' && ['feat', 'perf'].includes(kind))
    const featureDays = new Set(features.map(({ at }) => new Date(at).toISOString().slice(0, 10)))
    expect([featureDays.size, [...featureDays].sort().at(-1)]).toEqual([189, '2026-06-14'])
  })

  it('a day is a local one: in New York each repository has the commits of its days there', async () => {
    const config = join(folder, 'telltale.config.ts')
    const zone = 'America/New_York'
    writeFileSync(config, readFileSync(join(EXAMPLE, 'telltale.config.ts'), 'utf8').replace("'UTC'", `'${zone}'`))
    const dataDir = join(folder, 'new-york')
    await runCommand([...IMPORT, '--config', config, '--data', dataDir], { cwd: folder, now: NOW })
    const localDay = new Intl.DateTimeFormat('en-CA', { timeZone: zone })
    const expectedDays = accounts.map((account) => [
      account,
      tally(rows.filter((row) => row.account === account).map(({ at }) => localDay.format(at))),
    ])
    const ours = await readProject({ config, dataDir, now: NOW }, (project) =>
      Promise.all(accounts.map(async (account) => [account, await daysOf(project, account)])),
    )
    expect(ours).toEqual(expectedDays)
  })

  it('counts per repository and month are those of the file', async () => {
    const place = { config: join(EXAMPLE, 'telltale.config.ts'), dataDir: join(folder, 'data'), now: NOW }
    const ours = await readProject(place, (project) =>
      Promise.all(accounts.map(async (account) => [account, await daysOf(project, account)] as const)),
    )
    const byMonth = (days: Readonly<Record<string, number>>) => {
      const months = new Map<string, number>()
      for (const [day, n] of Object.entries(days)) months.set(day.slice(0, 7), (months.get(day.slice(0, 7)) ?? 0) + n)
      return Object.fromEntries(months)
    }
    const months = (account: string) =>
      tally(rows.filter((row) => row.account === account).map(({ at }) => new Date(at).toISOString().slice(0, 7)))
    expect(ours.map(([account, days]) => [account, byMonth(days)])).toEqual(accounts.map((one) => [one, months(one)]))
    const total = (days: Readonly<Record<string, number>>) => Object.values(days).reduce((sum, n) => sum + n, 0)
    expect(ours.map(([account, days]) => [account, total(days)])).toEqual([
      ['analytics-node', 404],
      ['dittofeed', 1744],
      ['fastify', 4422],
      ['growthbook', 4306],
      ['hono', 2704],
      ['kysely', 1527],
      ['openpanel', 1577],
      ['pg-boss', 1417],
      ['svix-webhooks', 3109],
      ['trpc', 4561],
      ['umami', 4436],
      ['worker', 1373],
    ])
  })
})

/** Events of an account by day, as its page shows them; days without any are left out. */
async function daysOf(project: Project, account: string): Promise<Record<string, number>> {
  const { from = '', active = [] } = (await readAccountDetail(project, account, {}))?.thread ?? {}
  const days = active.map((n, i) => [isoDay(dayNumber(from) + i), n] as const)
  return Object.fromEntries(days.filter(([, n]) => n > 0))
}

type Truth = ReadonlyMap<string, number | null>

/** The numbers of the example by label, from the CSV through DuckDB on a connection of its own. */
async function numbersBySql(
  sql: DuckDBConnection,
  { account, asOf }: { readonly account: string; readonly asOf: string },
): Promise<Truth> {
  const reader = await sql.runAndReadAll(
    `with c as (
       select user_id, kind, date '1970-01-01' + (ts_epoch // 86400)::int as day from read_csv($file, header = true)
       where account_id = $account and ts_epoch < epoch($as_of::timestamp) + 86400
     ), aged as (select *, ($as_of::date - day)::int as age from c)
     select count(*) filter (age < 90) as c90, count(*) filter (age between 90 and 179) as c90b,
       count(distinct user_id) filter (age < 90) as a90, count(distinct user_id) filter (age between 90 and 179) as a90b,
       count(distinct user_id) filter (age between 90 and 454) as a365b, count(distinct user_id) filter (age < 28) as a28,
       count(distinct day) filter (age < 28) as d28, min(age) as since,
       count(*) filter (age < 90 and kind = 'fix') as fix90, count(*) filter (age < 90 and kind in ('feat', 'perf')) as feat90,
       datesub('month', min(day), $as_of::date) as months,
       ($as_of::date - (min(day) + to_months(months::int))::date) / ((min(day) + to_months(months::int + 1))::date - (min(day) + to_months(months::int))::date) as part
     from aged`,
    { file: FILE, account, as_of: asOf },
  )
  const row = reader.getRowObjectsJson()[0] ?? {}
  const of = (name: string): number => Number(row[name])
  const per = (top: number, bottom: number): number | null => (bottom === 0 ? null : top / bottom)
  const fixes = 'Commit where kind is fix in the last 90 days'
  return new Map<string, number | null>([
    ['users with Commit in the last 90 days', of('a90')],
    ['users with Commit in the 90 days before the last 90 days', of('a90b')],
    ['users with Commit in the 365 days before the last 90 days', of('a365b')],
    ['users with Commit in the last 28 days', of('a28')],
    [
      'change of users with Commit in the last 90 days against the 90 days before',
      per(of('a90') - of('a90b'), of('a90b')),
    ],
    ['Commit in the last 90 days', of('c90')],
    ['Commit in the 90 days before the last 90 days', of('c90b')],
    ['change of Commit in the last 90 days against the 90 days before', per(of('c90') - of('c90b'), of('c90b'))],
    ['Commit in the last 90 days per users with Commit in the last 90 days', per(of('c90'), of('a90'))],
    ['days with Commit in the last 28 days', of('d28')],
    ['days since the last Commit', of('since')],
    ['months since sign-up', of('months') + of('part')],
    [fixes, of('fix90')],
    ['Commit where kind is feat or perf in the last 90 days', of('feat90')],
    [`${fixes} per Commit where kind is feat or perf in the last 90 days`, per(of('fix90'), of('feat90'))],
  ])
}

/** What a comparison says, and what it ought to say. */
type Said = { readonly label: string; readonly value: unknown; readonly distance: unknown; readonly parts: unknown }

const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(9)))

function numbersOf({ label, value, distance, parts }: Comparison): Said {
  return {
    label,
    value: rounded(value),
    distance: rounded(distance),
    parts: parts === null ? null : [rounded(parts.top.value), rounded(parts.bottom.value)],
  }
}

function expected({ label, threshold, parts }: Comparison, truth: Truth): Said {
  const read = (name: string): number | null => {
    const value = truth.get(name)
    if (value === undefined) throw new Error(`there is no SQL for: ${name}`)
    return rounded(value)
  }
  const value = read(label)
  return {
    label,
    value,
    distance: value === null ? null : rounded(Math.abs(Number(threshold) - value)),
    parts: parts === null ? null : [read(parts.top.label), read(parts.bottom.label)],
  }
}
