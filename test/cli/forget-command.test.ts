import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it, vi } from 'vitest'
import { isoToDay } from '../../src/core/time.ts'
import { readRows } from '../../src/store/analytic/duckdb/connection.ts'
import { openDuckdbStore } from '../../src/store/analytic/duckdb/open-store.ts'
import { addNote } from '../../src/store/control/kept/account-notes.ts'
import { type ControlStore, openControlStore } from '../../src/store/control/open-control-store.ts'
import { writePulse } from '../../src/store/control/pulses.ts'
import { suppress } from '../../src/store/control/suppressions.ts'
import { sql } from '../../src/store/sql.ts'
import { ROOT } from '../architecture/read-sources.ts'
import { runCommand, tempFolder } from './run-command.ts'

const CONFIG = `
import { count, days, defineConfig, event, signal } from 'telltale'
export default defineConfig({
  events: { note: event('Note Written', { kind: 'core' }), invite: event('Invite Sent', { kind: 'team' }) },
  signals: {
    busy: signal('engagement').when(count('note', days(7)).atLeast(2)),
    busyMember: signal('engagement').level('member').when(count('note', days(7)).atLeast(2)),
    wrote: signal('intent').on('note'),
  },
})
`
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 })
let cwd = ''
const run = (...line: string[]) => runCommand(line, { cwd, now: Date.UTC(2026, 5, 15, 12) })
const json = async (...line: string[]) => {
  const ran = await run(...line, '--json')
  expect([ran.code, ran.err], ran.err).toEqual([0, expect.any(String)])
  return JSON.parse(ran.out)
}

/** Ben of acme, who came as a visitor; Ana of acme and bolt, who invited him. */
beforeEach(async () => {
  cwd = tempFolder()
  const at = (day: string, message: object) => JSON.stringify({ timestamp: `${day}T09:00:00Z`, ...message })
  const wrote = (userId: string, groupId: string, day: string) =>
    at(day, { type: 'track', event: 'Note Written', userId, context: { groupId }, properties: { words: 3 } })
  const rows = [
    at('2026-06-01', { type: 'track', event: 'Note Written', anonymousId: 'device-ben' }),
    at('2026-06-02', {
      type: 'identify',
      userId: 'user-ben',
      anonymousId: 'device-ben',
      traits: { email: 'ben@acme.test', name: 'Ben' },
    }),
    at('2026-06-02', { type: 'group', userId: 'user-ben', groupId: 'acme', traits: { plan: 'pro' } }),
    at('2026-06-02', { type: 'group', userId: 'user-ana', groupId: 'acme', traits: {} }),
    at('2026-06-03', { type: 'group', userId: 'user-ana', groupId: 'bolt-ltd', traits: { plan: 'free' } }),
    at('2026-06-03', {
      type: 'track',
      event: 'Invite Sent',
      userId: 'user-ana',
      context: { groupId: 'acme' },
      properties: { email: 'ben@acme.test', big: 1 },
    }),
    at('2026-06-04', { type: 'track', userId: 'user-ben', properties: { secret: 'of ben' } }),
    ...['2026-06-05', '2026-06-06', '2026-06-07'].flatMap((day) => [
      wrote('user-ben', 'acme', day),
      wrote('user-ana', 'acme', day),
      wrote('user-ana', 'bolt-ltd', day),
    ]),
  ]
  rows[5] = rows[5]!.replace('"big":1', '"big":9007199254740993')
  writeFileSync(join(cwd, 'telltale.config.ts'), CONFIG)
  writeFileSync(join(cwd, 'history.ndjson'), rows.join('\n'))
  await run('import', 'history.ndjson')
  await seal()
})

async function withStore<T>(work: (opened: Awaited<ReturnType<typeof openDuckdbStore>>) => Promise<T>): Promise<T> {
  const opened = await openDuckdbStore({
    folder: join(cwd, '.telltale', 'analytic'),
    timezone: 'UTC',
    closeDelayMinutes: 0,
  })
  return work(opened).finally(() => opened.store.close())
}

/** The first week is in archives, the rest in the log. */
const seal = () => withStore(({ store }) => store.archive(isoToDay('2026-06-05')!))

/** Everything that is kept, in words: the rows of the store, what its archives hold, and the bytes of every other file. */
async function everything(): Promise<string> {
  const tables = await withStore(async ({ context }) => {
    const archives = readdirSync(join(cwd, '.telltale', 'analytic', 'archive')).filter((name) =>
      name.endsWith('.parquet'),
    )
    const files = archives.map(
      (name) => sql`SELECT * FROM read_parquet(${join(cwd, '.telltale', 'analytic', 'archive', name)})`,
    )
    const names = [
      'event',
      'link',
      'membership',
      'trait',
      'subscription',
      'move',
      'quarantine',
      'control',
      'actor_key',
      'account_key',
      'frame',
    ]
    const stored = names.map((name) => sql`SELECT * FROM ${{ identifier: name }}`)
    const rows: unknown[] = []
    for (const one of [...files, ...stored]) rows.push(await readRows(context.writer, one))
    return JSON.stringify(rows)
  })
  const files = readdirSync(join(cwd, '.telltale'), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return [tables, ...files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))].join('\n')
}

/** Files of a folder that hold a text. */
const filesWith = (folder: string, text: string) =>
  readdirSync(join(cwd, folder), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && readFileSync(join(one.parentPath, one.name), 'latin1').includes(text))
    .map(({ name }) => name)

/** What people and playbooks left beside: Ben is inside one and has a task, Ana too; a note on acme names him, and he asked for no more letters. */
async function putBeside(db: ControlStore): Promise<void> {
  for (const person of ['u:user-ben', 'u:user-ana']) {
    await db
      .insertInto('enrolment')
      .values({
        ...{
          playbook: 'hello',
          version: 'v',
          level: 'member',
          account: 'acme',
          person,
          occurrence: '1',
          arm: 'treated',
        },
        ...{ state: 'live', why: null, because: `member ${person} is busy`, entered_at: 0, at_event: 0, step: 0 },
        ...{ since: 0, due_at: 0, ended_at: null },
      })
      .execute()
    await db
      .insertInto('playbook_task')
      .values({
        key: `hello/${person}/1`,
        playbook: 'hello',
        account: 'acme',
        person,
        team: 'success',
        action: 'Call',
        at: 0,
      })
      .execute()
  }
  await db
    .insertInto('playbook_send')
    .values({ playbook: 'hello', account: 'acme', recipient: 'ben@acme.test', at: 0 })
    .execute()
  await suppress(db, { channel: 'letters', address: 'Ben@acme.test', why: 'asked', at: 0 })
  const pulse = { account: 'acme', colour: 'yellow', until: isoToDay('2026-07-01')!, by: 'lea', at: 0 } as const
  await writePulse(db, { ...pulse, note: 'ben@acme.test asked for it, user-ben too.' })
}

/** How much is counted of Ana. */
const ofAna = () =>
  withStore(async ({ context }) => {
    const rows = await readRows(
      context.writer,
      sql`
        SELECT account, day, sum(f.n) AS n
        FROM (FROM facts_base UNION ALL FROM facts_run UNION ALL FROM facts_correction) f
        JOIN actor_key k ON k.id = f.actor
        WHERE k.key = 'u:user-ana'
        GROUP BY account, day
        ORDER BY account, day
      `,
    )
    return rows
  })

/** The commands of the guide, about the people of this story. */
const GUIDE = readFileSync(join(ROOT, 'docs', 'guide', 'privacy.md'), 'utf8')
  .split('\n')
  .flatMap((line) => /^npx telltale (.*)$/.exec(line)?.[1] ?? [])
  .map((line) => line.replaceAll('u-42', 'user-ben').replaceAll('acme', 'bolt-ltd').split(' '))

it('a person is taken out of everything, others stay as they are, and what comes of them later is refused', async () => {
  const before = await ofAna()
  expect(await everything()).toMatch(/user-ben[\s\S]*device-ben|device-ben[\s\S]*user-ben/)
  const asked = await run('forget', 'person', 'user-ben')
  expect([asked.code, asked.err]).toEqual([2, expect.stringContaining('expected it, to forget the person user-ben')])

  const db = await openControlStore(join(cwd, '.telltale'))
  const sent = { channel: 'hook', target: 'https://hook.test', state: 'done', attempt: 1, next_at: 0, created_at: 0 }
  const rest = { expires_at: null, lease_by: null, lease_until: null, settled_at: 0, why: null }
  for (const person of ['u:user-ben', 'u:user-ana'])
    await db
      .insertInto('outbox')
      .values({ ...sent, ...rest, key: `k/${person}`, payload: JSON.stringify({ person }) })
      .execute()
  await putBeside(db)
  await db.destroy()
  const receipt = await json('forget', 'person', 'ben@acme.test', '--yes')
  expect(receipt).toMatchObject({
    subject: 'person',
    removed: {
      ...{ event: 4, link: 1, membership: 1, quarantine: 1, outbox: 1, evidence: expect.any(Number) },
      ...{ enrolment: 1, playbook_task: 1, playbook_send: 1, notes: 1, suppression: 1 },
    },
    found: [],
  })
  expect(receipt.hashes).toHaveLength(2)
  const left = await everything()
  expect(['user-ben', 'device-ben', 'ben@acme.test', 'of ben', '"Ben"'].filter((text) => left.includes(text))).toEqual(
    [],
  )
  expect(left).toContain('9007199254740993')
  expect(left).toContain('forgotten asked for it')
  expect(left).toContain('member u:user-ana is busy')
  expect(await ofAna()).toEqual(before)

  const members = await json('accounts')
  expect(members.data.map(({ key, members: n }: { key: string; members: number }) => [key, n]).sort()).toEqual([
    ['acme', 1],
    ['bolt-ltd', 1],
  ])
  const rebuilt = await json('rebuild')
  expect(rebuilt.events).toBe(7)
  expect(await ofAna()).toEqual(before)

  const again = {
    type: 'track',
    event: 'Note Written',
    timestamp: '2026-06-14T09:00:00Z',
    context: { groupId: 'acme' },
  }
  writeFileSync(
    join(cwd, 'again.ndjson'),
    ['user-ben', 'user-ana'].map((userId) => JSON.stringify({ ...again, userId })).join('\n'),
  )
  const { files } = await json('import', 'again.ndjson')
  expect(files[0].totals).toMatchObject({ kept: 1, quarantined: 1, reasons: { forgotten: 1 } })
  // Not even the log of that import, and no backup, says who it was.
  await json('backup', 'copy')
  expect([(await everything()).includes('user-ben'), filesWith('copy', 'user-ben')]).toEqual([false, []])
  expect(filesWith('copy', 'user-ana')).not.toEqual([])
  expect((await run(...GUIDE[1]!)).err).toContain('There is no person user-ben.')
})

it('an account is taken out with what was paid and decided; its people remain', async () => {
  expect(GUIDE[2]).toEqual(['forget', 'account', 'bolt-ltd', '--yes'])
  const receipt = await json(...GUIDE[2]!)
  expect(receipt).toMatchObject({ subject: 'account', removed: { event: 3, membership: 1 }, found: [] })
  expect((await everything()).includes('bolt-ltd')).toBe(false)
  const { data } = await json('accounts')
  expect(data.map(({ key, members }: { key: string; members: number }) => [key, members])).toEqual([['acme', 2]])
  // What is backed up afterwards, and comes back from there, holds nothing of them either.
  await json('backup', 'copy')
  expect([filesWith('copy', 'bolt-ltd'), filesWith('copy', 'user-ana').length > 0]).toEqual([[], true])
  rmSync(join(cwd, '.telltale'), { recursive: true })
  await json('restore', 'copy')
  const restored = await everything()
  expect([restored.includes('bolt-ltd'), restored.includes('user-ana')]).toEqual([false, true])
})

it('one that was cut short is finished by the next, whoever that asks for', async () => {
  const mark = join(cwd, '.telltale', 'forgetting.json')
  writeFileSync(
    mark,
    JSON.stringify({ of: 'person', keys: ['u:user-ben', 'a:device-ben'], mentions: ['ben@acme.test'] }),
  )
  const ran = await run('forget', 'person', 'user-ana', '--yes', '--json')
  expect(ran.err).toContain('cut short is forgotten first')
  expect(JSON.parse(ran.out)).toMatchObject({ removed: { event: 4 }, found: [] })
  const left = await everything()
  expect([left.includes('user-ben'), left.includes('user-ana')]).toEqual([false, true])
})

it('what is known of a person is given to them whole', async () => {
  const db = await openControlStore(join(cwd, '.telltale'))
  const note = { account: 'acme', private: true, by: 'Ana', at: Date.UTC(2026, 5, 8) }
  await addNote(db, { ...note, owner: 'ana@vendor.test', text: 'ben@acme.test decides' })
  await addNote(db, { ...note, owner: 'ana@vendor.test', text: 'Benefits are asked for' })
  await addNote(db, { ...note, owner: 'ben@acme.test', text: 'Mine', by: 'Ben' })
  await db.destroy()
  const ben = { userId: 'user-ben', timestamp: '2026-06-08T09:00:00Z' }
  const more = [
    { ...ben, type: 'track', event: 'Note Written', context: { groupId: 'where-he-is-no-member' } },
    { ...ben, type: 'identify', traits: { name: 'Benjamin' } },
  ]
  writeFileSync(join(cwd, 'more.ndjson'), more.map((one) => JSON.stringify(one)).join('\n'))
  await run('import', 'more.ndjson')
  writeFileSync(
    join(cwd, 'telltale.config.ts'),
    CONFIG.replace('defineConfig, ', 'defineConfig, userIds, ').replace(
      'events:',
      "exclude: [userIds(['user-ben'])],\n  events:",
    ),
  )
  const exported = await run(...GUIDE[0]!)
  expect(exported.err).toContain('Wrote 5 events and all that is known of the person into user-ben.json.')
  const given = JSON.parse(readFileSync(join(cwd, 'user-ben.json'), 'utf8'))
  expect(given.person).toMatchObject({
    key: 'u:user-ben',
    email: 'ben@acme.test',
    actors: ['u:user-ben', 'a:device-ben'],
  })
  const names = given.person.traitHistory.filter(({ key }: { key: string }) => key === 'name')
  expect(names.map(({ value, from }: { value: string; from: string }) => [value, from.slice(0, 10)])).toEqual([
    ['Ben', '2026-06-02'],
    ['Benjamin', '2026-06-08'],
  ])
  const at = '2026-06-08T00:00:00.000Z'
  expect(given.written).toEqual([
    { what: 'note', account: 'acme', text: 'ben@acme.test decides', private: true, by: 'Ana', at, own: false },
    { what: 'note', account: 'acme', text: 'Mine', private: true, by: 'Ben', at, own: true },
  ])
  expect(given.events.map(({ name, ts }: { name: string; ts: string }) => `${ts.slice(5, 10)} ${name}`)).toEqual([
    '06-08 Note Written',
    '06-07 Note Written',
    '06-06 Note Written',
    '06-05 Note Written',
    '06-01 Note Written',
  ])
})
