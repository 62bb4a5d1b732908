import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { runCommand, tempFolder } from './run-command.ts'

const CONFIG = `
import { count, days, daysSinceLast, defineConfig, event, part, rising, score, signal, team, trait } from 'telltale'
export default defineConfig({
  account: { renewsOn: trait('renews') },
  events: { note: event('Note Written', { kind: 'core' }) },
  scores: {
    health: score({ use: part(100, count('note', days(28)), rising(0, 2)).heardEvery(days(60)) }).bands({ healthy: 70, watch: 40, 'at risk': 0 }),
  },
  teams: { success: team({ people: ['ana', 'ben'], capacity: 2, portfolio: 1, alertsPerWeek: 5 }) },
  signals: {
    goneQuiet: signal('risk').when(daysSinceLast('note').atLeast(14))
      .suggest({ team: 'success', action: 'Ask what is in the way', cadence: 'weekly' }),
  },
})
`

let cwd = ''
const env = { USER: 'lea' }
/** The clock stands at noon of 15 June. */
const run = async (...line: string[]) => {
  const { code, out, err } = await runCommand(line, { cwd, env, now: Date.UTC(2026, 5, 15, 12) })
  return code === 0 ? out.split('\n') : [err]
}

/** Acme, Bolt and Core, in turn Ana's, Ben's and Ana's: quiet since the 15th of May, since its last day, and not at all. */
beforeEach(async () => {
  cwd = tempFolder()
  const by = (account: string, of: object) => JSON.stringify({ userId: `of-${account}`, ...of })
  const joins = (account: string, traits: object = {}) =>
    by(account, { type: 'group', groupId: account, traits, timestamp: '2026-05-01T08:00:00Z' })
  const writes = (account: string, ...on: string[]) =>
    on.map((day) =>
      by(account, {
        type: 'track',
        event: 'Note Written',
        timestamp: `${day}T09:00:00Z`,
        context: { groupId: account },
      }),
    )
  const history = [
    ...[joins('acme', { renews: '2026-09-12' }), joins('bolt', { renews: '2026-07-01' }), joins('core')],
    ...[
      ...writes('acme', '2026-05-15'),
      ...writes('bolt', '2026-05-30', '2026-05-31'),
      ...writes('core', '2026-06-14'),
    ],
  ]
  writeFileSync(join(cwd, 'telltale.config.ts'), CONFIG)
  writeFileSync(join(cwd, 'history.ndjson'), history.join('\n'))
  await run('import', 'history.ndjson')
})

it('who is away is covered for, and the lead sees accounts against portfolios, alerts against the budget and who is away', async () => {
  expect(await run('absences', 'add', 'ben', '--from', '2026-06-15', '--to', '2026-06-19', '--cover', 'ana')).toEqual([
    '1: ben is away from 2026-06-15 to 2026-06-19; ana covers.',
  ])
  expect((await run('today', '--assignee', 'ana')).filter((line) => /^ +\d\. /.test(line))).toEqual([
    '  1. acme · success',
    '  2. bolt · success · covering for ben',
  ])
  expect(await run('team')).toEqual([
    '2 tasks due, 0 overdue, 0 waiting; 1 of the team has more accounts than a portfolio holds.',
    '',
    'team     assignee  tasks  room  wait  overdue  alerts in 7 days  accounts  untouched  MRR  away',
    'success  ana           2     2     0        0            2 of 5    2 of 1          2    –',
    'success  ben           0     2     0        0            0 of 5    1 of 1          1    –  until 2026-06-19, ana covers',
    '',
    'Absences:',
    '  1: ben is away from 2026-06-15 to 2026-06-19; ana covers.',
  ])
  expect(await run('absences', 'remove', '1')).toEqual(['1 is forgotten.'])
  expect((await run('today', '--assignee', 'ben')).filter((line) => /^ +\d\. /.test(line))).toEqual([
    '  1. bolt · success',
  ])
  expect(await run('absences', 'add', 'ben', '--from', '2026-06-19', '--to', '2026-06-15')).toEqual([
    expect.stringContaining('expected'),
  ])
})

it('renewals of the next 90 days stand beside the list with their health, the nearest first', async () => {
  const lines = await run('today', '--all')
  expect(lines.slice(lines.indexOf('Renewals in the next 90 days:'))).toEqual([
    'Renewals in the next 90 days:',
    'renews      in days  account  MRR  health                    assignee',
    '2026-07-01       16  bolt       –  healthy since 2026-05-31  ben',
    '2026-09-12       89  acme       –  at risk since 2026-06-12  ana',
    '',
    'No event is excluded.',
  ])
})

it('in which band of health accounts are, how long they stay, and who crossed', async () => {
  expect(await run('bands', '--score', 'health', '--from', '2026-06-01', '--to', '2026-06-14')).toEqual([
    'health, 2026-06-01 to 2026-06-14: Of 1 account, 0 in a better band than before, 0 in a worse one; 2 in a band for the first time, or again.',
    '',
    'was ╲ is  healthy  watch  at risk  none',
    'healthy         1      0        0     0',
    'watch           0      0        0     0',
    'at risk         0      0        0     0',
    'none            0      1        1',
    '',
    'band     at start  entered  left  at end  account days  median stay',
    'healthy         1        0     0       1            14            –',
    'watch           0        1     0       1             1            –',
    'at risk         0        1     0       1             3            –',
    '',
    'day         account  from  to       after days  cause',
    '2026-06-14  core     none  watch             –  import',
    '2026-06-12  acme     none  at risk           –  import',
  ])
  // An import knows what stands at its end; what came before is judged again when asked for.
  expect(
    (await run('bands', '--score', 'health', '--from', '2026-06-01', '--to', '2026-06-14', '--replay')).slice(0, 6),
  ).toEqual([
    'health, 2026-06-01 to 2026-06-14: Of 3 accounts, 1 in a better band than before, 1 in a worse one.',
    '',
    'was ╲ is  healthy  watch  at risk  none',
    'healthy         1      0        0     0',
    'watch           0      0        1     0',
    'at risk         0      1        0     0',
  ])
})

it('what somebody thinks of an account is set, listed and taken back', async () => {
  expect(
    await run('pulse', 'set', 'acme', 'yellow', '--note', 'Their champion has left', '--until', '2026-09-30'),
  ).toEqual(['acme is yellow to lea, up to 2026-09-30: Their champion has left'])
  expect(await run('pulse', 'list')).toEqual([
    'account  pulse   by   up to       note',
    'acme     yellow  lea  2026-09-30  Their champion has left',
  ])
  expect(await run('pulse', 'clear', 'acme')).toEqual(['Nothing is said of acme any more.'])
  expect(await run('pulse', 'list')).toEqual([expect.stringContaining('Nobody has said')])
})
