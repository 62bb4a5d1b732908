import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import type { BacktestAnswer } from '../../src/contract/backtest.ts'
import type { Exposure } from '../../src/contract/experiments.ts'
import type { VerdictList } from '../../src/contract/verdicts.ts'
import type { WhatIfAnswer } from '../../src/contract/what-if.ts'
import type { ServerAddress } from '../../src/run/server-file.ts'
import { requireBuilt } from '../require-built.ts'
import { runCommand, tempFolder } from './run-command.ts'

// Each command opens the folder anew.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

/** The alarm as it is, or only from the second one on; and who has written little for a week. */
const configWith = (alarm: string): string => `
import { churned, count, days, defineConfig, event, outcome, signal } from 'telltale'
export default defineConfig({
  events: { note: event('Note Written', { kind: 'core' }), alarm: event('Alarm Raised', { kind: 'other' }) },
  outcomes: { churned: churned() },
  signals: {
    alarm: signal('risk')${alarm}.predicts(outcome('churned').within(days(30))),
    fewNotes: signal('risk').when(count('note', days(7)).atMost(0)).minimum(1).predicts(outcome('churned').within(days(30))),
  },
})
`
const ONCE = `.on('alarm')`
const TWICE = `.when(count('alarm', days(30)).atLeast(2))`
const NOW = Date.parse('2026-04-11T12:00:00Z')

/** Forty accounts with an alarm on 2 February, of which 24 leave; sixty without, of which six do. */
function history(): string {
  const at = (day: string) => `2026-${day}T09:00:00Z`
  const rows = Array.from({ length: 100 }, (_, i) => {
    const groupId = `a${String(i).padStart(2, '0')}`
    const track = (event: string, day: string) => ({
      ...{ type: 'track', event, userId: `of-${groupId}`, context: { groupId }, timestamp: at(day) },
    })
    const leaves = i < 24 || i >= 94
    const ends = leaves ? { cancelDecidedAt: at('02-20'), to: at('03-04') } : {}
    const paid = { subscriptionId: `s-${groupId}`, currency: 'EUR', mrrMinor: 5_000, from: at('01-10'), ...ends }
    return [
      track('Note Written', '01-08'),
      ...(i < 40 ? [track('Alarm Raised', '02-02')] : []),
      { type: 'subscription', groupId, timestamp: at('01-10'), ...paid },
      track('Note Written', '04-10'),
    ]
  })
  return rows
    .flat()
    .map((row) => JSON.stringify(row))
    .join('\n')
}

let cwd = ''
const run = (...argv: string[]) => runCommand(argv, { cwd, now: NOW })

// One folder for all: these commands only ask, but for the verdicts, which are kept.
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), 'telltale-cli-'))
  writeFileSync(join(cwd, 'telltale.config.ts'), configWith(ONCE))
  writeFileSync(join(cwd, 'twice.config.ts'), configWith(TWICE))
  writeFileSync(join(cwd, 'history.ndjson'), history())
  expect((await run('import', 'history.ndjson')).code).toBe(0)
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

it('a backtest reads as sentences with the numbers under them, and as JSON; a gate that is not reached ends with 1', async () => {
  const told = await run('backtest', 'alarm')
  expect([told.code, told.err]).toEqual([0, ''])
  expect(told.out.split('\n')).toEqual([
    '1 of 1 earns its keep. (2026-01-08 to 2026-04-10, 100 accounts)',
    '',
    'Note: 240 of 240 events were imported without the time of their arrival: each counts as known when it happened.',
    '',
    '✓ keep  signal alarm → churned',
    '  Of 40 alerts, 60 % left within 30 days (between 44 and 74 %); of similar accounts without it 10 %: 6.0× (3.2–18.9) as often. It comes about 3.3 times a week and gives 18 days of notice. Keep it.',
    '    right 24 of 40: 60 % (44–74); without it 10 % (5–20)',
    '    lift 6.0× (3.2–18.9)',
    '    Correlation 0.53 (0.37–0.70). A common rule asks for 0.60; here at most 0.80 is possible.',
    '    saw 24 of 30 outcomes: 80 % (63–90)',
    '    notice 18 days (median; the middle half 18–18)',
    '    40 alerts, 3.3 a week (2.4–4.5); 0 % came again within 14 days',
    '    Since the week of 2026-02-09 it comes 0 times a week, against 10 before.',
    '',
    'This tells what goes together. Whether doing something about it helps, only a playbook with a holdout can tell.',
  ])
  const { proofs } = JSON.parse((await run('backtest', 'alarm', '--json')).out) as BacktestAnswer
  expect(proofs).toMatchObject([{ name: 'alarm', alerts: 40, tested: { right: 24, wrong: 16 } }])
  expect(await run('backtest', 'alarm', '--min-lift', '3')).toMatchObject({ code: 0, err: '' })
  const failed = await run('backtest', 'alarm', '--min-lift', '4', '--json')
  expect(failed).toMatchObject({
    code: 1,
    err: 'alarm may be worth no more than 3.18×; at least 4× was asked for.',
  })
  expect(JSON.parse(failed.out).proofs).toEqual(proofs)
  const givenUp = await runCommand(['backtest', 'alarm'], { cwd, now: NOW, signal: AbortSignal.abort() })
  expect(givenUp).toMatchObject({ code: 2, out: '', err: 'Stopped.' })
})

it('what cannot be asked ends with 2 and says what can', async () => {
  const names = 'There are: all, signal, score, milestone, pulse, alarm, fewNotes.'
  const refused: readonly (readonly [readonly string[], string])[] = [
    [['backtest', 'alram'], `There is no signal, score or milestone called alram. ${names}`],
    [['backtest', '--outcome', 'left'], 'There is no outcome called left. There are: churned.'],
    [['backtest', '--outcome', '\u001b[2Jchurned'], 'There is no outcome called �[2Jchurned. There are: churned.'],
    [['backtest', '--min-lift', 'much'], '--min-lift is "much"; expected a number.'],
    [['backtest', '--within', '5', '--gap', '5'], 'gap_days is 5; expected fewer than the 5 days of the prediction.'],
    [['experiment', 'plan', 'x'], '--outcome is missing; expected an outcome of the configuration.'],
    [['experiment', 'plan', 'x', '--outcome', 'churned'], 'units is missing; expected either units or effect.'],
    [
      ['experiment', 'result', 'x'],
      'There is no experiment called x. There are: none; `telltale experiment plan` makes one.',
    ],
    [['fit', '--outcome', 'left'], 'There is no outcome called left. There are: churned.'],
    [['fit', '--capacity', 'many'], '--capacity is "many"; expected whole numbers.'],
    [['before-after'], '--since is missing; expected a day such as 2026-07-01.'],
    [['discover', '--outcome', 'left'], 'There is no outcome called left. There are: churned.'],
    [['what-if', 'loud'], 'There is no signal called loud. There are: alarm, fewNotes.'],
    [['what-if', 'alarm'], 'signal is "alarm"; expected a signal of accounts that is judged at the close of days.'],
    [['what-if', 'fewNotes', '--at', 'until'], 'at is "until"; expected one of when.'],
  ]
  for (const [argv, error] of refused)
    expect([argv, await run(...argv)]).toEqual([argv, { code: 2, out: '', err: error }])
  expect(await run('what-if')).toMatchObject({ code: 2, err: expect.stringContaining('missing required argument') })
  expect(await run('backtest', 'alarm', '--server', 'http://127.0.0.1:1')).toMatchObject({
    code: 3,
    err: expect.stringMatching(/^No server answers at http:\/\/127\.0\.0\.1:1: /),
  })
})

it('what other thresholds would have meant, and the verdicts of the week', async () => {
  const tried = ['what-if', 'fewNotes', '--threshold', '1', '--cost', '40', '--value', '3000']
  const told = await run(...tried)
  expect([told.code, told.err]).toEqual([0, ''])
  const lines = told.out.split('\n')
  expect(lines.slice(0, 8)).toEqual([
    'At the present 0 there were 0 alerts a week, none of them known to be right or wrong yet (30 are needed); at 1: 0 alerts a week, none of them known to be right or wrong yet (30 are needed). That is of what opened after 2026-02-20. At no threshold do the alerts pay for themselves under these costs.',
    '',
    'Note Written in the last 7 days <= … (when), 2026-01-08 to 2026-04-10',
    'threshold       alerts a week  busy week      right        seen  notice  on today',
    '        0  now            8.3          0  0 % (0–4)  0 % (0–11)                 0',
    '        1                 0.0          0    too few  0 % (0–11)               100',
    '',
    'On the list today at 1: 100 would join, 0 leave, 0 stay.',
  ])
  expect(lines.slice(8)).toHaveLength(21)
  expect([lines[8], lines.at(-1)]).toEqual(['  joins   a00  1', '  and 80 more; --json has all'])
  const answer = JSON.parse((await run(...tried, '--json')).out) as WhatIfAnswer
  expect(answer).toMatchObject({ signal: 'fewNotes', present: 0, because: 'nothing_pays', needed_precision: 40 / 300 })
  expect(answer.list).toHaveLength(100)

  expect(await run('verdicts')).toEqual({
    ...{ code: 0, err: '' },
    out: 'No verdicts yet: they come with the first week that ends, or with --recompute.',
  })
  const judged = await run('verdicts', '--recompute')
  expect(judged.err).toBe('')
  expect(judged.out.split('\n').filter((line) => !line.startsWith('  '))).toEqual([
    'Week of 2026-04-06',
    '',
    'keep (since 2026-04-06)  signal alarm → churned',
    '',
    'not enough data (since 2026-04-06)  signal fewNotes → churned',
  ])
  expect(await run('verdicts')).toEqual(judged)
  const { week, data } = JSON.parse((await run('verdicts', '--json')).out) as VerdictList
  expect([week, data.map(({ name, ruling }) => [name, ruling])]).toEqual([
    '2026-04-06',
    [
      ['alarm', 'keep'],
      ['fewNotes', 'not_enough_data'],
    ],
  ])
})

it('an experiment from the shell: planned, asked at the trigger, told, ended', async () => {
  const plan = [
    'experiment',
    'plan',
    'rescue',
    '--outcome',
    'churned',
    '--within',
    '30',
    '--base',
    '60',
    '--effect',
    '40',
  ]
  const planned = await run(...plan, '--per-week', '10', '--guardrails', 'alarm')
  expect([planned.code, planned.err]).toEqual([0, ''])
  expect(planned.out).toMatch(
    /^rescue \(v1\) is planned\. With 133 accounts a difference of 41 points from 60 % is found/,
  )
  expect(await run('experiment', 'expose', 'rescue', 'a00')).toEqual({ code: 0, err: '', out: 'treated' })
  const again = JSON.parse(
    (await run('experiment', 'expose', 'rescue', 'a00', '--delivered', '--json')).out,
  ) as Exposure
  const at = '2026-04-11T12:00:00.000Z'
  expect(again).toEqual({ account: 'a00', arm: 'treated', at, first: false, delivered: true })
  expect((await run('experiment', 'list')).out.split('\n')).toEqual([
    'experiment   state    outcome              treated  held back  planned        finds',
    'rescue (v1)  running  churned within 30 d        1          0      133  40.9 points',
  ])
  expect((await run('experiment', 'result', 'rescue', '--value', '3000')).out.split('\n')).toEqual([
    'cannot be told yet  rescue (v1) → churned within 30 days',
    '  Nothing to compare yet: the days are over of 0 accounts (0 treated, 0 held back), 1 more too early to count.',
    '',
    '           exposed   reached  counted  outcomes     rate',
    'treated          1         1        0         0  too few',
    'held back        0  not told        0         0  too few',
    '',
    'guardrail  treated  held back  difference',
    'alarm                             too few',
    '',
    'Left out: 1 too early to count. 0 of 133 accounts so far.',
  ])
  expect(await run('experiment', 'end', 'rescue')).toEqual({ code: 0, err: '', out: 'rescue (v1) has ended.' })
})

it('newcomers of before and after a change, and what newcomers did, where there are none to compare', async () => {
  expect(
    (await run('before-after', '--since', '2026-02-01', '--outcome', 'churned')).out.split('\n').slice(0, 7),
  ).toEqual([
    'cannot be told yet  churned within 60 days of sign-up',
    '  Nothing to compare: 0 accounts before and 0 after, or a group is missing on one side.',
    '',
    'all  before 2026-02-01   after',
    'all             nobody  nobody',
    '',
    'Left out: 100 without a known beginning.',
  ])
  const thin =
    'Nothing is fitted: 56 days of history whose outcomes are known, where 182 are needed. At this pace they are there in about 18 weeks. Use a score of a few proved signals with equal weights meanwhile.'
  expect(await run('fit', '--outcome', 'churned', '--within', '30', '--paste')).toEqual({
    code: 0,
    err: '',
    out: `// ${thin}`,
  })
  expect((await run('fit', '--within', '30')).out.split('\n')[0]).toBe(thin)
  expect((await run('discover', '--outcome', 'churned')).out.split('\n')[0]).toBe(
    'Not enough data: 0 of the 150 newcomers who were followed long enough that are needed. At this pace that takes more than a year.',
  )
})

it('a candidate is judged beside the configuration in force, in the folder and by a server, which keeps its own', async () => {
  const candidate = ['backtest', 'alarm', '--config', 'twice.config.ts', '--compare']
  const compared = await run(...candidate)
  expect(compared.out.split('\n')).toEqual([
    '**Before:** 1 of 1 earns its keep.',
    '**After:** 0 of 1 earn their keep; 1 cannot be told yet.',
    '',
    '| | verdict | right | lift | alerts a week | outcomes seen |',
    '|---|---|---|---|---|---|',
    '| signal alarm | keep → not enough data | 60 % (44–74) → too few | 6.0× (3.2–18.9) → too few | 3.3 → 0.0 | 80 % (63–90) → 0 % (0–11) |',
  ])
  const inFolder = JSON.parse((await run(...candidate, '--json')).out)

  const url = await startServer()
  const away = tempFolder()
  writeFileSync(join(away, 'twice.config.ts'), configWith(TWICE))
  const remote = await runCommand([...candidate, '--json', '--server', url], { cwd: away })
  expect([remote.code, JSON.parse(remote.out)]).toEqual([0, inFolder])
})

/** A server on the folder, stopped after the test. Its threads are the built ones. */
async function startServer(): Promise<string> {
  requireBuilt('store/log/log-writer.worker.js')
  const stop = new AbortController()
  const ended = runCommand(['start', '--port', '0'], { cwd, now: NOW, signal: stop.signal })
  onTestFinished(async () => {
    stop.abort()
    await ended
  })
  const file = join(cwd, '.telltale', 'server.json')
  for (let attempt = 0; attempt < 400; attempt++) {
    if (existsSync(file)) return (JSON.parse(readFileSync(file, 'utf8')) as ServerAddress).url
    await setTimeout(50)
  }
  throw new Error(`the server did not start: ${(await ended).err}`)
}
