import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { withControl } from '../../src/cli/with-control.ts'
import { keepGain } from '../../src/run/playbooks/holdout/kept-gains.ts'
import { runCommand, tempFolder } from './run-command.ts'

const CONFIG = `
import { daysSinceLast, defineConfig, event, signal, team, trait } from 'telltale'
export default defineConfig({
  account: { assignee: trait('csm'), renewsOn: trait('renews') },
  events: { note: event('Note Written', { kind: 'core' }) },
  teams: { success: team({ people: ['ana', 'ben'], assignedBy: trait('csm'), capacity: 1 }) },
  signals: {
    goneQuiet: signal('risk').when(daysSinceLast('note').atLeast(14))
      .suggest({ team: 'success', action: 'Ask what is in the way', cadence: 'weekly' }),
  },
})
`

let cwd = ''
const env = { USER: 'ana' }
/** The clock stands at noon of 15 June unless a day is given. */
const run = (line: readonly string[], day = 15) => runCommand([...line], { cwd, env, now: Date.UTC(2026, 5, day, 12) })
const today = async (day: number, ...more: string[]): Promise<string[]> =>
  (await run(['today', '--assignee', 'ana', ...more], day)).out.split('\n')

/** Acme and Bolt are Ana's and Core is nobody's in particular; all but Core have been quiet for two weeks or more. */
beforeEach(async () => {
  cwd = tempFolder()
  const by = (account: string, of: object) => JSON.stringify({ userId: `of-${account}`, ...of })
  const joins = (account: string, traits: object) =>
    by(account, { type: 'group', groupId: account, traits, timestamp: '2026-05-01T08:00:00Z' })
  const writes = (account: string, day: string) =>
    by(account, { type: 'track', event: 'Note Written', timestamp: `${day}T09:00:00Z`, context: { groupId: account } })
  const history = [
    joins('acme', { csm: 'ana', name: 'Acme Ltd' }),
    joins('bolt', { csm: 'ana', renews: '2026-07-15' }),
    joins('core', {}),
    ...[writes('acme', '2026-05-20'), writes('bolt', '2026-05-28'), writes('core', '2026-06-14')],
  ]
  writeFileSync(join(cwd, 'telltale.config.ts'), CONFIG)
  writeFileSync(join(cwd, 'history.ndjson'), history.join('\n'))
  await run(['import', 'history.ndjson'])
})

it('today reads as one works from it: what, why, what waits, and what renews', async () => {
  expect(await today(15)).toEqual([
    'Today for ana, 2026-06-15: 2 tasks, room for 1: 1 waits.',
    '',
    '  1. bolt · success',
    '     → Ask what is in the way',
    '       Gone quiet since 11 Jun; pays nothing yet; renews in 30 days.',
    '       goneQuiet/bolt/1',
    '',
    '── these wait ────────────────────',
    '     Acme Ltd: Gone quiet since 3 Jun; pays nothing yet.',
    '',
    'Renewals in the next 90 days:',
    'renews      in days  account  MRR  health  assignee',
    '2026-07-15       30  bolt       –  –       ana',
    '',
    'No event is excluded.',
  ])
  expect((await run(['today', '--assignee', 'zoe'])).err).toContain(
    'There is no assignee called zoe. There are: ana, ben.',
  )
})

const ids = async (day: number, ...more: string[]): Promise<string[]> => {
  const list = JSON.parse((await run(['today', '--json', ...more], day)).out)
  return list.tasks.map((task: { id: string; due: string }) => `${task.id} due ${task.due}`)
}

it('what is done comes back when its cadence has passed, and makes room for what waits', async () => {
  const done = await run(['tasks', 'done', 'goneQuiet/bolt/1', '--result', 'contacted', '--note', 'On holiday'])
  expect([done.code, done.out]).toEqual([0, 'bolt: done (contacted) is noted, by ana.'])
  expect((await today(15)).slice(0, 3)).toEqual([
    'Today for ana, 2026-06-15: 1 task, room for 1.',
    '',
    '  1. Acme Ltd (acme) · success',
  ])
  expect(await ids(15, '--month')).toEqual(['goneQuiet/bolt/1 due 2026-06-22', 'goneQuiet/acme/1 due 2026-06-15'])
  expect(await ids(22)).toEqual(['goneQuiet/bolt/1 due 2026-06-22', 'goneQuiet/acme/1 due 2026-06-15'])
})

it('what is snoozed comes back on its day, what is dismissed does not, and either can be taken back', async () => {
  await run(['tasks', 'snooze', 'goneQuiet/acme/1', '--until', '2026-06-17', '--reason', 'They move house'])
  await run(['tasks', 'dismiss', 'goneQuiet/bolt/1', '--reason', 'Closed for the season', '--by', 'ben'])
  expect(await ids(16)).toEqual([])
  expect(await ids(17)).toEqual(['goneQuiet/acme/1 due 2026-06-17'])
  expect(await ids(17, '--month')).toEqual(['goneQuiet/acme/1 due 2026-06-17'])
  const undone = await run(['tasks', 'undo', 'goneQuiet/bolt/1', '--json'], 17)
  expect(JSON.parse(undone.out)).toEqual({
    ...{ task: 'goneQuiet/bolt/1', account: 'bolt', what: 'dismissed', note: 'Closed for the season', by: 'ben' },
    ...{ result: null, until: null, at: '2026-06-15T12:00:00.000Z' },
  })
  expect(await ids(17)).toEqual(['goneQuiet/bolt/1 due 2026-06-15', 'goneQuiet/acme/1 due 2026-06-17'])
})

it('the loudest signals, and what was done about what they asked for', async () => {
  await run(['tasks', 'dismiss', 'goneQuiet/bolt/1', '--reason', 'Closed for the season'])
  await run(['tasks', 'done', 'goneQuiet/acme/1', '--result', 'no answer'])
  expect((await run(['signals', '--loudest'])).out.split('\n')).toEqual([
    '2 alerts in 28 days, 1 a week, of 1 signal.',
    '',
    'signal     type  opened in 28 days  of all  accounts  open  done  snoozed  dismissed',
    'goneQuiet  risk                  2   100 %         2     2     1        0          1',
  ])
})

it.each([
  [['tasks', 'done', 'goneQuiet/core/1', '--result', 'solved'], 'There is no task goneQuiet/core/1.'],
  [
    ['tasks', 'done', 'goneQuiet/bolt/1'],
    '--result is missing; expected one of solved, contacted, no answer, not needed.',
  ],
  [['tasks', 'dismiss', 'goneQuiet/bolt/1', '--reason', ' '], '--reason is missing; expected a few words.'],
  [
    ['tasks', 'snooze', 'goneQuiet/bolt/1', '--reason', 'later', '--until', '2026-06-15'],
    'until is 2026-06-15; expected a day after 2026-06-15.',
  ],
  [['tasks', 'undo', 'goneQuiet/bolt/1'], 'There is no act on the task goneQuiet/bolt/1.'],
])('%j is refused', async (line, message) => {
  const { code, err } = await run(line)
  expect([code, err.includes(message) ? message : err]).toEqual([2, message])
})

it('a task whose playbook was measured to work says by how much, and nothing when it shows that no more', async () => {
  const playbooks = "playbooks: { ask: playbook(opens('goneQuiet')).do(addTask({ team: 'success', action: 'Call' })) },"
  const more = CONFIG.replace('import { ', 'import { addTask, opens, playbook, ').replace(
    '  signals:',
    `  ${playbooks}\n  signals:`,
  )
  writeFileSync(join(cwd, 'telltale.config.ts'), more)
  const sentence = 'Measured: 8.0 points fewer came to “churned” (3.1 points to 13 points, valid whenever one looks).'
  const keep = (gain: Parameters<typeof keepGain>[2]) =>
    withControl({ dataDir: join(cwd, '.telltale') }, (control) => keepGain(control, 'ask', gain))
  await keep({ gain: 0.08, sentence })
  expect((await today(15)).filter((line) => line.includes('Measured'))).toEqual([`       ${sentence}`])
  await keep(null)
  expect((await today(15)).filter((line) => line.includes('Measured'))).toEqual([])
})
