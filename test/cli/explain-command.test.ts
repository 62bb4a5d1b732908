import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { runCommand, tempFolder } from './run-command.ts'

const CONFIG = `
import { all, any, change, count, days, daysSinceLast, defineConfig, event, months, not, property, signal, tenure } from 'telltale'
export default defineConfig({
  events: {
    task: event('Task Created', { kind: 'core' }),
    ticket: event('Ticket Opened', { kind: 'support' }),
    limit: event('Limit Reached', { kind: 'intent', where: property('of').is('seats') }),
  },
  signals: {
    limitReached: signal('expansion').on('limit').cooldown(days(14)).suggest({ team: 'sales', action: 'Offer the next plan' }),
    ticketFlood: signal('risk').on('ticket').when(count('ticket', days(7)).atLeast(3)),
    usageFalling: signal('risk').when(all(change(count('task', days(7))).atMost(-0.5), count('task', days(28)).atLeast(4)))
      .until(change(count('task', days(7))).over(-0.2)),
    quiet: signal('risk').when(any(daysSinceLast('task').atLeast(30), not(count('task', days(28)).atLeast(3)))),
    veteran: signal('engagement').for(tenure().over(months(12))).when(count('task').atLeast(100)),
    later: signal('engagement').when(count('task').atLeast(1)).off(),
  },
})
`

let cwd = ''

beforeEach(async () => {
  cwd = tempFolder()
  const track = (event: string, timestamp: string, properties = {}) =>
    JSON.stringify({ type: 'track', event, userId: 'ana', timestamp, properties, context: { groupId: 'acme' } })
  const tasks = ['02', '03', '04', '05', '06', '10'].map((day) => track('Task Created', `2026-06-${day}T09:00:00Z`))
  const others = [
    track('Limit Reached', '2026-06-09T10:30:00Z', { of: 'seats' }),
    track('Limit Reached', '2026-06-10T10:30:00Z', { of: 'storage' }),
    track('Ticket Opened', '2026-06-08T08:00:00Z'),
  ]
  writeFileSync(join(cwd, 'telltale.config.ts'), CONFIG)
  writeFileSync(join(cwd, 'history.ndjson'), [...tasks, ...others].join('\n'))
  await runCommand(['import', 'history.ndjson'], { cwd })
})

const explain = async (...more: string[]): Promise<string[]> =>
  (await runCommand(['explain', 'account', 'acme', ...more], { cwd })).out.split('\n')

it('says of every signal why it is on or off, with number, threshold and distance', async () => {
  expect(await explain()).toEqual([
    'acme, at the close of 2026-06-14',
    'ON  Limit reached since 2026-06-09: Limit Reached by ana on 2026-06-09; closes on 2026-06-23 unless it comes again',
    'ON  Usage falling since 2026-06-12',
    '      ✓ change of Task Created in the last 7 days against the 7 days before -80 % (1 after 5), at most -50 % (30 points past)',
    '      ✓ Task Created in the last 28 days 6, at least 4 (2 past)',
    '      turns off: change of Task Created in the last 7 days against the 7 days before -80 % (1 after 5), needs over -20 % (60 points to go)',
    'off Ticket flood: waits for Ticket Opened; as of now Ticket Opened in the last 7 days 1, needs at least 3 (2 to go)',
    'off Quiet (1 of these is enough)',
    '      ✗ days since the last Task Created 4, needs at least 30 (26 to go)',
    '      ✗ Task Created in the last 28 days 6, needs under 3 (3 to go)',
    'n/a Veteran: only for other accounts',
    '–   Later: switched off in the configuration',
  ])
})

it('says it for a past day', async () => {
  expect(await explain('--as-of', '2026-06-08')).toEqual([
    'acme, at the close of 2026-06-08',
    '?   Usage falling',
    '      ? change of Task Created in the last 7 days against the 7 days before unknown (5 after 0), needs at most -50 %',
    '      ✓ Task Created in the last 28 days 5, at least 4 (1 past)',
    'off Limit reached: waits for Limit Reached where of is seats',
    'off Ticket flood: waits for Ticket Opened; as of now Ticket Opened in the last 7 days 1, needs at least 3 (2 to go)',
    'off Quiet (1 of these is enough)',
    '      ✗ days since the last Task Created 2, needs at least 30 (28 to go)',
    '      ✗ Task Created in the last 28 days 5, needs under 3 (2 to go)',
    'n/a Veteran: only for other accounts',
    '–   Later: switched off in the configuration',
  ])
})

it('goes down to the events of one signal', async () => {
  expect(await explain('--signal', 'limitReached')).toEqual([
    'acme, at the close of 2026-06-14',
    'ON  Limit reached since 2026-06-09: Limit Reached by ana on 2026-06-09; closes on 2026-06-23 unless it comes again',
    '    Opens for an account at Limit Reached where of is seats. Closes after 14 days without another, and stays closed for at least 14 days.',
    '    Suggested: Offer the next plan',
    '    Opened on 2026-06-09, made true by:',
    expect.stringMatching(/^ {6}Limit Reached by ana at 2026-06-09T10:30:00.000Z, message row-.+$/),
  ])
  expect(await explain('--signal', 'usageFalling')).toEqual([
    'acme, at the close of 2026-06-14',
    'ON  Usage falling since 2026-06-12: change of Task Created in the last 7 days against the 7 days before -80 % (1 after 5), at most -50 % (30 points past); Task Created in the last 28 days 6, at least 4 (2 past)',
    '    Opens for an account when change of Task Created in the last 7 days against the 7 days before is at most -50 % and Task Created in the last 28 days is at least 4. Closes when change of Task Created in the last 7 days against the 7 days before is over -20 %.',
    '    Opens when (holds)',
    '      ✓ change of Task Created in the last 7 days against the 7 days before -80 % (1 after 5), at most -50 % (30 points past)',
    '      ✓ Task Created in the last 28 days 6, at least 4 (2 past)',
    '    Closes when (does not hold)',
    '      ✗ change of Task Created in the last 7 days against the 7 days before -80 % (1 after 5), needs over -20 % (60 points to go)',
    '    The events behind these numbers:',
    '      GET /api/v1/accounts/acme/events?name=Task+Created&from=2026-06-01&to=2026-06-14&asOf=2026-06-14',
    '      GET /api/v1/accounts/acme/events?name=Task+Created&from=2026-05-18&to=2026-06-14&asOf=2026-06-14',
    '    Opened on 2026-06-12, made true by:',
    '      Task Created in the last 7 days: 2026-06-06 (1), 2026-06-10 (1)',
    '      Task Created in the 7 days before the last 7 days: 2026-06-02 (1), 2026-06-03 (1), 2026-06-04 (1), 2026-06-05 (1)',
    '      Task Created in the last 28 days: 2026-06-02 (1), 2026-06-03 (1), 2026-06-04 (1), 2026-06-05 (1), 2026-06-06 (1), 2026-06-10 (1)',
  ])
})

it('refuses a signal that does not exist, with the valid names', async () => {
  const { err, code } = await runCommand(['explain', 'account', 'acme', '--signal', 'quite'], { cwd })
  expect([code, err]).toEqual([
    2,
    '--signal is quite; expected later, limitReached, quiet, ticketFlood, usageFalling, veteran.',
  ])
})
