import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import type { AccountPage } from '../../src/contract/accounts.ts'
import { packageRoot } from '../../src/core/package-root.ts'
import { openTelltale } from '../../src/index.ts'
import { codesOf, runPage } from '../examples/run-readme.ts'
import { runCommand, tempFolder } from './run-command.ts'

const NOW = Date.UTC(2026, 2, 10, 12)
const at = (day: number, hour = 9) => `2026-03-0${day}T0${hour}:00:00.000Z`
const join_ = (userId: string, groupId: string) => ({ type: 'group', userId, groupId, timestamp: at(1) })
const did = (userId: string, day: number, groupId?: string) => ({
  ...{ type: 'track', event: 'Report Created', userId, timestamp: at(day) },
  ...(groupId === undefined ? {} : { context: { groupId } }),
})

const EVENTS = [
  ...[join_('ana', 'acme-gmbh'), join_('bo', 'acme-gmbh'), join_('cy', 'acme')],
  ...[did('ana', 2, 'acme-gmbh'), did('bo', 2), did('bo', 6), did('cy', 3, 'acme')],
]

let cwd = ''
const run = (...argv: string[]) => runCommand(argv, { cwd, now: NOW })
const NEXT_DAY = NOW + 86_400_000
/** The list is that of the last closed day, as it was known at its close. */
const accounts = async (now = NOW) => {
  const { out } = await runCommand(['accounts', '--sort', 'name', '--json'], { cwd, now })
  const page: AccountPage = JSON.parse(out)
  return page.data.map(({ key, members, weeks }) => [key, members, weeks.reduce((sum, n) => sum + n, 0)]).sort()
}

beforeEach(async () => {
  cwd = tempFolder()
  writeFileSync(
    join(cwd, 'telltale.config.ts'),
    `import { defineConfig, event } from 'telltale'
     export default defineConfig({ events: { report: event('Report Created', { kind: 'core' }) } })`,
  )
  writeFileSync(join(cwd, 'events.ndjson'), EVENTS.map((one) => JSON.stringify(one)).join('\n'))
  expect((await run('import', 'events.ndjson')).code).toBe(0)
}, 60_000)

it('an account becomes part of another by command, once that is said to be meant; later its key means the other', async () => {
  expect(await accounts()).toEqual([
    ['acme', 1, 1],
    ['acme-gmbh', 2, 3],
  ])
  const asked = await run('merge', 'acme-gmbh', 'acme')
  expect(asked).toEqual({
    code: 1,
    out: 'acme-gmbh (2 members) would become part of acme (1 member), over all of history.',
    err: 'Nothing was written. Say --yes to do it.',
  })
  expect(await accounts()).toHaveLength(2)
  expect((await run('merge', 'acme-gmbh', 'acme', '--yes')).out).toBe(
    'acme-gmbh is part of acme from now on. The list of accounts shows it from the next close of a day.',
  )
  expect(await accounts()).toHaveLength(2)
  expect(await accounts(NEXT_DAY)).toEqual([['acme', 3, 4]])
  const telltale = await openTelltale({
    dataDir: join(cwd, '.telltale'),
    config: join(cwd, 'telltale.config.ts'),
    clock: { now: () => NEXT_DAY },
  })
  await telltale.send([{ ...did('dee', 1, 'acme-gmbh'), timestamp: '2026-03-11T11:00:00Z' }])
  const { data } = await telltale.accounts()
  await telltale.close()
  expect(data.map(({ key }) => key)).toEqual(['acme'])
}, 60_000)

it('people leave an account for another with what they did from a moment on; the same as a function', async () => {
  const asked = await run('split', 'acme-gmbh', 'acme-labs', '--people', 'bo', '--at', at(4))
  expect([asked.code, asked.out]).toEqual([
    1,
    'bo would leave acme-gmbh for acme-labs, with what they did from 2026-03-04T09:00:00.000Z on.',
  ])
  const telltale = await openTelltale({
    dataDir: join(cwd, '.telltale'),
    config: join(cwd, 'telltale.config.ts'),
    clock: { now: () => NOW },
  })
  const moved = await telltale.splitAccount('acme-gmbh', { into: 'acme-labs', people: ['bo'], at: at(4) })
  await telltale.close()
  expect(moved).toMatchObject({ what: 'split', from: 'acme-gmbh', into: 'acme-labs', people: ['bo'], at: at(4) })
  expect(await accounts(NEXT_DAY)).toEqual([
    ['acme', 1, 1],
    ['acme-gmbh', 1, 2],
    ['acme-labs', 1, 1],
  ])
}, 60_000)

it('a merge is undone by splitting its people out from their first day on: all that they did goes with them, the old key still means the other', async () => {
  expect((await run('merge', 'acme-gmbh', 'acme', '--yes')).code).toBe(0)
  const gone = await run('split', 'acme', 'acme-gmbh', '--people', 'ana,bo', '--at', '2020-01-01T00:00:00Z', '--yes')
  expect([gone.code, gone.err]).toEqual([2, expect.stringContaining('another account')])
  const split = ['split', 'acme', 'acme-two', '--people', 'ana,bo', '--at', '2020-01-01T00:00:00Z', '--yes']
  expect((await run(...split)).code).toBe(0)
  expect(await accounts(NEXT_DAY)).toEqual([
    ['acme', 1, 1],
    ['acme-two', 2, 3],
  ])
}, 60_000)

it('what cannot be is refused with its reason, and nothing is written', async () => {
  const before = await accounts()
  const says = async (...argv: string[]) => (await run(...argv, '--yes')).err
  expect(await says('merge', 'acme-gmbh', 'nobody')).toBe('There is no account nobody.')
  expect(await says('merge', 'acme', 'acme')).toContain('an account that is not part of this one already')
  expect(await says('split', 'acme', 'labs', '--people', 'nobody')).toBe('There is no person nobody.')
  expect(await says('split', 'acme', 'acme', '--people', 'cy')).toContain('another account')
  expect(await says('split', 'acme', 'labs', '--people', 'cy', '--at', '2026-04-01T00:00:00Z')).toContain(
    'a moment that has passed',
  )
  expect(await says('split', 'acme', 'labs')).toContain('people')
  expect(await says('split', 'acme', 'labs', '--people', 'cy,ana')).toContain('expected people of acme')
  expect(await accounts()).toEqual(before)
  expect(await says('merge', 'acme-gmbh', 'acme')).toBe('')
  expect(await says('merge', 'acme-gmbh', 'acme')).toContain('one that is not part of acme already')
}, 60_000)

it('the page about accounts does what it says, and the answers tell why events belong to none', async () => {
  const page = readFileSync(join(packageRoot(), 'docs', 'guide', 'accounts.md'), 'utf8')
  const more = [
    { ...did('eve', 7), messageId: 'e' },
    { ...did('ana', 1), timestamp: '2026-02-01T09:00:00Z' },
    // Only told afterwards that she joined: by then her event is in.
    ...[did('flo', 2), { ...join_('flo', 'acme'), timestamp: at(8) }],
  ]
  writeFileSync(join(cwd, 'more.ndjson'), more.map((one) => JSON.stringify(one)).join('\n'))
  await run('import', 'more.ndjson')
  expect(codesOf(await runPage(page, { cwd, now: NOW }))).toEqual([
    ['doctor', 1],
    ['merge', 1],
    ['merge', 0],
    ['split', 0],
  ])
  const telltale = await openTelltale({
    dataDir: join(cwd, '.telltale'),
    config: join(cwd, 'telltale.config.ts'),
    clock: { now: () => NOW },
  })
  const { withoutAccount, unattributed } = await telltale.status()
  await telltale.close()
  expect(withoutAccount).toEqual({ before_membership: 2, several_accounts: 0, none: 1 })
  expect(unattributed).toEqual([
    {
      ...{ reason: 'before_membership', events: 2 },
      what: 'from before the user was a member of an account',
      mend: 'Send the group call when the user joins, or widen account.reachesBack in the configuration.',
    },
    {
      ...{ reason: 'none', events: 1 },
      what: 'without an account, of users who are members of none',
      mend: 'Send context.groupId, or a group call for each user, or name the property that holds the account in account.key.',
    },
  ])
}, 60_000)
