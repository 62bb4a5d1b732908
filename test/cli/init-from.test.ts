import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'
import { codesOf, runPage } from '../examples/run-readme.ts'
import { runCommand, tempFolder } from './run-command.ts'

const DAY = 86_400_000
const BEGIN = Date.UTC(2026, 0, 5, 9)
const NOW = BEGIN + 60 * DAY

type Sent = { readonly who: string; readonly account?: string; readonly name: string; readonly at: number }

const line = ({ who, account, name, at }: Sent) =>
  JSON.stringify({
    type: 'track',
    event: name,
    userId: who,
    timestamp: new Date(at).toISOString(),
    ...(account === undefined ? {} : { context: { groupId: account } }),
    properties: { plan: who === 'u1' ? 'pro' : 'free' },
  })

/** Three accounts of two people; each makes a report on each of sixty days, in a product that was renamed, misspelt and instrumented twice. */
function messyProduct(): string {
  const lines: Sent[] = []
  for (let day = 0; day < 60; day++) {
    for (let person = 0; person < 6; person++) {
      const at = BEGIN + day * DAY + person * 60_000
      const of = { who: `u${person}`, account: `a${Math.floor(person / 2)}` }
      lines.push({ ...of, name: 'Signed In', at: at - 30_000 })
      lines.push({ ...of, name: day % 30 === 7 && person === 0 ? 'Report Cretaed' : 'Report Created', at })
      if (day >= 30) lines.push({ ...of, name: 'report_created', at: at + 400 })
      lines.push({ ...of, name: day < 28 ? 'Chart Shared' : 'Chart Share Clicked', at: at + 9_000 })
      if (person === 3 && day % 10 === 0) lines.push({ ...of, name: 'Upgrade Clicked', at: at + 20_000 })
      if (person === 4 && day % 3 === 0) lines.push({ who: 'u4', name: 'Help Opened', at: at + 20_000 })
    }
  }
  return `${lines.map(line).join('\n')}\n`
}

it('writes a configuration that runs out of messy events: keys, kinds, one event out of many names, at most six signals', async () => {
  const cwd = tempFolder()
  writeFileSync(join(cwd, 'events.ndjson'), messyProduct())
  const made = await runCommand(['init', '--from', 'events.ndjson', '--goal', 'retain', '--name', 'Charts'], {
    cwd,
    now: NOW,
  })
  expect([made.code, made.err]).toEqual([0, ''])
  expect(made.out.replace(cwd, '.')).toMatchInlineSnapshot(`
    "events.ndjson: 1,286 rows

    event                times  people  kind     feature  seems to say
    Signed In              360       6  other    –        somebody signed in
    Report Created         358       6  core     report
    Chart Share Clicked    192       6  team     –
    Help Opened             20       1  support  –
    Upgrade Clicked          6       1  intent   –
    and 1 other

    account by       share of events  accounts  people in several
    context.groupId           98.4 %         3              0.0 %

    Names that look like one event:
      Report Created: report_created (separators, 179 times both), Report Cretaed (typo)
      Chart Share Clicked: Chart Shared (renamed)

    Signals: usageDrop, wentSilent, fewerPeople, supportSurge

    Wrote ./telltale.config.ts.

    Next:
      1. Read it: what it asks stands at its head. \`npx telltale check\` says what each definition means.
      2. npx telltale import events.ndjson
      3. npx telltale backtest all     what the signals would have said, and whether they were right"
  `)
  const text = readFileSync(join(cwd, 'telltale.config.ts'), 'utf8')
  expect(text).toMatchInlineSnapshot(`
    "import {
      all,
      any,
      change,
      count,
      days,
      defineConfig,
      distinctUsers,
      event,
      fastDrop,
      inactive,
      outcome,
      signal,
      silence,
    } from 'telltale'

    // Who is about to leave? Proposed from events.ndjson: 1,286 events of 6 people, 2026-01-05 to 2026-03-05 (59 days).
    //
    // To be decided by you:
    // 1. Is Report Created what people come for? Kind core, team, data and depth make somebody active; the others do
    // not.
    // 2. Sent twice for one act: report_created beside Report Created. Stop sending one of each.
    // 3. Which time zone do your days have?
    // 4. Who is not to be counted: your own staff, test accounts?
    export default defineConfig({
      product: { name: 'Charts', model: 'freemium', timezone: 'UTC' },

      // Where an event names its account. Seen: context.groupId on 98 % of the events, 3 accounts.
      account: { key: ['context.groupId'] },

      // exclude: [emailDomain('your-company.com'), accountIds(['test'])],

      events: {
        // What people come for.
        reportCreated: event('Report Created', { kind: 'core', feature: 'report', aliases: ['Report Cretaed'] }), // 358 by 6

        // Working together.
        chartShareClicked: event('Chart Share Clicked', { kind: 'team', aliases: ['Chart Shared'] }), // 192 by 6

        // What somebody wants.
        upgradeClicked: event('Upgrade Clicked', { kind: 'intent' }), // 6 by 1

        // Something is in the way.
        helpOpened: event('Help Opened', { kind: 'support' }), // 20 by 1

        // Makes nobody active.
        signedIn: event('Signed In'), // 360 by 6

        // Not listed, since rarer or doubled: 1 name. They make nobody active.
      },

      // What signals announce, so that \`telltale backtest all\` can say whether they were right.
      outcomes: {
        // Nothing of what people come for in 14 days: of 100 pauses of an account, 95 were over within 1.
        quiet: inactive(days(14), 'reportCreated'),
      },

      signals: {
        // Use has fallen far below the account’s own usual week. Says nothing of accounts younger than about six weeks.
        usageDrop: signal('risk')
          .detects(fastDrop())
          .predicts(outcome('quiet').within(days(28)))
          .suggest({ team: 'success', action: 'Call and ask what changed', cadence: 'weekly' }),

        // Nobody has been there for longer than is usual for the account.
        wentSilent: signal('risk')
          .detects(silence())
          .predicts(outcome('quiet').within(days(28)))
          .suggest({ team: 'success', action: 'Reach whoever used it most', cadence: 'weekly' }),

        // Half of the people of the four weeks before, or fewer, of three at least; over when nobody is left, which
        // others say.
        fewerPeople: signal('risk')
          .when(
            all(
              distinctUsers('reportCreated', days(28).before(days(28))).atLeast(3),
              change(distinctUsers('reportCreated', days(28))).atMost(-0.5),
            ),
          )
          .until(
            any(
              change(distinctUsers('reportCreated', days(28))).over(-0.3),
              distinctUsers('reportCreated', days(28)).under(1),
            ),
          )
          .minimum(3)
          .predicts(outcome('quiet').within(days(28)))
          .suggest({ team: 'success', action: 'Ask who works on what now', cadence: 'monthly' }),

        // Three calls for help within a week. Where that is usual in your product, raise it.
        supportSurge: signal('risk')
          .when(count('helpOpened', days(7)).atLeast(3))
          .until(count('helpOpened', days(7)).under(1))
          .predicts(outcome('quiet').within(days(28)))
          .suggest({ team: 'success', action: 'Answer all of it at once', cadence: 'once' }),
      },
    })
    "
  `)
  const checked = await runCommand(['check', '--json'], { cwd, now: NOW })
  expect(JSON.parse(checked.out).problems).toEqual([])
})

it('the page of the first hour does what it says', async () => {
  const cwd = tempFolder()
  writeFileSync(join(cwd, 'events.ndjson'), messyProduct())
  const page = readFileSync(join(packageRoot(), 'docs', 'guide', 'first-hour.md'), 'utf8')
  const said = await runPage(page, { cwd, now: NOW })
  expect(codesOf(said)).toEqual([
    ['init', 0],
    ['check', 0],
    ['import', 0],
    ['accounts', 0],
    ['explain', 0],
    ['doctor', 1],
  ])
  const [, imported, accounts, , doctor] = said.slice(1).map(([, { out }]) => out)
  expect(imported).toContain('The store has 1,286 events, 3 accounts and 6 people.')
  expect(accounts).toContain('3 of 3 accounts')
  expect(doctor).toContain('20 events without an account, of users who are members of none')
}, 90_000)

it('asks for the goal first, then for the event that says it came true', async () => {
  const cwd = tempFolder()
  writeFileSync(join(cwd, 'events.ndjson'), messyProduct())
  const answers = ['Who is ready to buy?', 'Upgrade Clicked']
  const { out } = await runCommand(['init', '--from', 'events.ndjson', '--json'], { cwd, now: NOW, answers })
  const { proposal } = JSON.parse(out)
  expect([proposal.goal, proposal.outcomes.map(({ lines }: { lines: string[] }) => lines.join(''))]).toEqual([
    'convert',
    ["happened('upgradeClicked')", "inactive(days(14), 'reportCreated')"],
  ])
})

it('asks which of two properties is the account, and takes the one that is named', async () => {
  const cwd = tempFolder()
  const rows = Array.from({ length: 60 }, (_, n) => ({
    ...{
      type: 'track',
      event: 'Report Created',
      userId: `u${n % 6}`,
      timestamp: new Date(BEGIN + n * DAY).toISOString(),
    },
    properties: { company_id: `c${n % 2}`, project_id: `p${n % 6}` },
  }))
  writeFileSync(join(cwd, 'events.ndjson'), rows.map((row) => JSON.stringify(row)).join('\n'))
  const keysOf = async (options: readonly string[], answers?: readonly string[]) => {
    const argv = ['init', '--from', 'events.ndjson', '--json', '--force', ...options]
    const { out } = await runCommand(argv, { cwd, now: NOW, ...(answers === undefined ? {} : { answers }) })
    return JSON.parse(out).proposal.accountKeys
  }
  expect(await keysOf([])).toEqual(['properties.company_id'])
  expect(await keysOf(['--account-key', 'properties.project_id'])).toEqual(['properties.project_id'])
  expect(await keysOf(['--goal', 'retain'], ['properties.project_id'])).toEqual(['properties.project_id'])
})

it('rows that say neither what happened nor for whom: the file says what they are, and a mapping is written beside', async () => {
  const cwd = tempFolder()
  const rows = Array.from(
    { length: 40 },
    (_, n) => `p${n % 4},${1_772_357_400 + n * 86_400},${n % 3 === 0 ? 'fix' : 'feat'}`,
  )
  writeFileSync(join(cwd, 'commits.csv'), `author,ts,kind\n${rows.join('\n')}\n`)
  const made = await runCommand(['init', '--from', 'commits.csv'], { cwd, now: NOW })
  expect([made.code, made.err]).toEqual([0, ''])
  expect(JSON.parse(readFileSync(join(cwd, 'telltale.mapping.json'), 'utf8'))).toEqual({
    type: 'track',
    event: { constant: 'Commit' },
    user: { column: 'author' },
    account: { column: 'author' },
    time: { column: 'ts', unit: 's' },
  })
  const text = readFileSync(join(cwd, 'telltale.config.ts'), 'utf8')
  expect(text).toContain("commit: event('Commit', { kind: 'core', feature: 'commit' }), // 40 by 4")
  expect(text).toContain(
    "feat: event('Commit', { kind: 'depth', feature: 'feat', where: property('kind').is('feat') })",
  )
  expect((await runCommand(['check'], { cwd, now: NOW })).code).toBe(0)
})

it('names of whatever letters cannot leave their quotes or comments', async () => {
  const cwd = tempFolder()
  const names = [
    "a'b\\",
    '*/ }) //',
    'x\u2028process.exit(7)//',
    '`$' + '{1}`',
    '事件',
    '__proto__',
    'constructor',
    '\x1b[31mred',
  ]
  const lines = names.flatMap((name, n) =>
    Array.from({ length: 12 }, (_, i) => line({ who: `u${i}`, account: 'a', name, at: BEGIN + (n + i) * DAY })),
  )
  writeFileSync(join(cwd, 'x.ndjson'), lines.join('\n'))
  const made = await runCommand(['init', '--from', 'x.ndjson'], { cwd, now: NOW })
  expect([made.code, made.out.includes('\x1b')]).toEqual([0, false])
  const checked = await runCommand(['check', '--json'], { cwd, now: NOW })
  expect(JSON.parse(checked.out).problems.filter(({ level }: { level: string }) => level === 'error')).toEqual([])
})

it('says what is wrong, and writes nothing', async () => {
  const cwd = tempFolder()
  writeFileSync(join(cwd, 'none.csv'), 'who,ts\n,1772357400\n')
  writeFileSync(join(cwd, 'some.csv'), 'user,event,ts\nana,Login,1772357400\n')
  const run = async (...argv: string[]) => (await runCommand(['init', ...argv], { cwd })).err
  expect(await run('--from', 'gone.csv')).toBe(
    'There is no file gone.csv. Name one that is there, or - for standard input.',
  )
  expect(await run('--from', '.', '--goal', 'win')).toBe(
    '--goal is win; expected one of retain, activate, convert, expand.',
  )
  expect(await run('--from', 'some.csv', '--outcome', 'Bought')).toBe(
    '--outcome is Bought; expected an event that was seen: Login.',
  )
  expect(await run('--from', 'none.csv')).toContain('none of 1 row is an event of somebody at a time')
  expect(await run('--from', 'some.csv', '--account-key', 'properties.firm')).toBe(
    '--account-key is properties.firm; expected nothing: no event names an account.',
  )
  const lost = await run('--from', 'postgres://me:secret@127.0.0.1:1/app')
  expect(lost).toMatch(/^PostgreSQL could not be read: /)
  expect(lost).not.toContain('secret')
  expect(() => readFileSync(join(cwd, 'telltale.config.ts'))).toThrow()
})
