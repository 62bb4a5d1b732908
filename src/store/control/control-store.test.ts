import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { leaveControlStore } from '../../../test/earlier-control-store.ts'
import { MODEL_FORMAT, type Model } from '../../config/model.ts'
import type { EntityRef, Evidence, Transition } from '../../core/transition.ts'
import { createKey, findKey, isWhole, listKeys, revokeKey, useKey } from './api-keys.ts'
import { commitJudgement } from './commit-judgement.ts'
import { modelInForceAt } from './config-versions.ts'
import { dropRelease } from './kept/releases.ts'
import { type ControlStore, openControlStore, readMeta, writeMeta } from './open-control-store.ts'
import { readJudged, readStates, readTransitions } from './read-judgement.ts'

const ACME: EntityRef = { level: 'account', account: 'acme' }
const ANA: EntityRef = { level: 'member', account: 'acme', person: 'u:ana' }
const opened = (entity: EntityRef, ordinal: number): Transition & { fresh: boolean } => ({
  subject: 'signal',
  name: 'goingQuiet',
  entity,
  ordinal,
  what: 'opened',
  at: 1_000,
  asOf: 20_000,
  position: null,
  configHash: 'abc',
  cause: 'behaviour',
  values: [{ label: 'active days', quantity: 'q1', value: null, op: '<', threshold: 3, holds: null }],
  evidence: [],
  fresh: true,
})

let folder: string
let db: ControlStore
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'control-'))
  db = await openControlStore(folder)
})
afterEach(async () => {
  await db.destroy()
  rmSync(folder, { recursive: true })
})

it('commits transitions, states and the judged position together, and reads them back after a reopen', async () => {
  await commitJudgement(db, {
    transitions: [opened(ACME, 1), opened(ANA, 1)],
    states: [{ signal: 'goingQuiet', entity: ACME, state: { open: true } }],
    judged: { live: 7 },
    judgedDay: 20_000,
    committedAt: 5_000,
  })
  await db.destroy()
  db = await openControlStore(folder)

  expect(await readJudged(db)).toEqual({ positions: { live: 7 }, day: 20_000 })
  expect(await readStates(db, ['acme'])).toEqual([{ signal: 'goingQuiet', entity: ACME, state: { open: true } }])
  expect(await readStates(db, ['other'])).toEqual([])
  const rows = await readTransitions(db, { account: 'acme', limit: 10, order: 'oldest' })
  expect(rows).toEqual([
    { ...opened(ACME, 1), id: 1, committedAt: 5_000 },
    { ...opened(ANA, 1), id: 2, committedAt: 5_000 },
  ])
})

it('a judgement of many rows prepares each kind of statement once, and the next judgement only what is new', async () => {
  const prepare = vi.spyOn(Database.prototype, 'prepare')
  onTestFinished(() => prepare.mockRestore())
  const accounts = Array.from({ length: 300 }, (_, i): EntityRef => ({ level: 'account', account: `a${i}` }))
  const commit = (ordinal: number) =>
    commitJudgement(db, {
      transitions: accounts.map((entity) => opened(entity, ordinal)),
      states: accounts.map((entity) => ({ signal: 'goingQuiet', entity, state: ordinal === 1 ? { ordinal } : null })),
      ...{ judged: { live: ordinal }, judgedDay: 20_000, committedAt: 5_000 },
    })
  await commit(1)
  const verbs = () => prepare.mock.calls.map(([text]) => text.split(' "')[0]).sort()
  // Of transitions, states and the position; the others were prepared when the file was opened.
  expect(verbs()).toEqual(['insert into', 'insert into', 'insert into'])
  await commit(2)
  expect(verbs()).toEqual(['delete from', 'insert into', 'insert into', 'insert into'])

  expect(await readTransitions(db, { limit: 1_000, order: 'oldest' })).toHaveLength(600)
  expect(await readStates(db, ['a0', 'a299'])).toEqual([])
})

it('evidence of a version that did not keep when it became known is read as not known', async () => {
  const event = { kind: 'event', name: 'Limit Reached', messageId: 'm1', ts: 1_000, actor: 'u:ana' } as const
  const written = [event, { kind: 'days', label: 'invites', days: [{ day: 19_999, n: 2 }] }] as unknown as Evidence[]
  const transition = { ...opened(ANA, 1), evidence: written }
  const judgement = { states: [], judged: { live: 7 }, judgedDay: 20_000, committedAt: 5_000 }
  await commitJudgement(db, { transitions: [transition], ...judgement })
  const rows = await readTransitions(db, { account: 'acme', limit: 10, order: 'oldest' })
  expect(rows.map(({ evidence }) => evidence)).toEqual([
    [
      { ...event, knownAt: null },
      { kind: 'days', label: 'invites', days: [{ day: 19_999, n: 2, knownDay: null }] },
    ],
  ])
})

it('an episode opens once: a second opening of the same ordinal is refused, and nothing of its judgement stays', async () => {
  const judgement = { states: [], judgedDay: null, committedAt: 1 }
  await commitJudgement(db, { ...judgement, transitions: [opened(ACME, 1)], judged: { live: 1 } })

  await expect(
    commitJudgement(db, { ...judgement, transitions: [opened(ANA, 1), opened(ACME, 1)], judged: { live: 2 } }),
  ).rejects.toThrow(/UNIQUE/)

  expect((await readJudged(db)).positions).toEqual({ live: 1 })
  expect(await readTransitions(db, { limit: 10, order: 'oldest' })).toHaveLength(1)
})

it('a key is shown once, found by its secret, and gone when revoked or expired', async () => {
  const { id, secret } = await createKey(db, {
    scope: 'write',
    source: 'web',
    random: new Uint8Array(32).fill(7),
    now: 10,
  })

  expect(secret).toMatch(/^ttw_[\w-]{49}$/)
  expect(await findKey(db, secret, 11)).toMatchObject({ id, scope: 'write', source: 'web', revokedAt: null })
  expect(await findKey(db, `${secret}x`, 11)).toBeNull()
  expect(JSON.stringify(await listKeys(db))).not.toContain(secret)

  expect(await revokeKey(db, id, 12)).toBe(true)
  expect(await revokeKey(db, id, 13)).toBe(false)
  expect(await findKey(db, secret, 13)).toBeNull()
})

it('the last use of a key is noted, to the minute, and nothing is noted of one that was revoked', async () => {
  const key = { scope: 'read', source: 'bi', random: new Uint8Array(32).fill(8), now: 0 } as const
  const { id, secret } = await createKey(db, key)
  const lastUse = async () => (await listKeys(db)).find((one) => one.id === id)?.lastUsedAt
  expect(await lastUse()).toBe(null)
  const seen: (number | null | undefined)[] = []
  for (const now of [1_000, 30_000, 61_000]) {
    expect(await useKey(db, secret, now)).toMatchObject({ id })
    seen.push(await lastUse())
  }
  await revokeKey(db, id, 100_000)
  expect(await useKey(db, secret, 200_000)).toBe(null)
  expect([...seen, await lastUse()]).toEqual([1_000, 1_000, 61_000, 61_000])
})

it('the file is private, and one of a newer version is refused with what to do', async () => {
  expect(statSync(join(folder, 'control.sqlite')).mode & 0o777).toBe(0o600)
  const newest = await readMeta(db, 'schema')
  await db.destroy()
  const file = new Database(join(folder, 'control.sqlite'))
  file.exec("update meta set value = '99' where key = 'schema'")
  file.close()

  await expect(openControlStore(folder)).rejects.toMatchObject({ code: 'data_newer', params: { found: 99 } })
  file.close()
  const mend = new Database(join(folder, 'control.sqlite'))
  mend.prepare("update meta set value = ? where key = 'schema'").run(newest)
  mend.close()
  db = await openControlStore(folder)
})

it('what is written while another process writes waits for its turn, and what that one wrote is seen', async () => {
  const other = new Database(join(folder, 'control.sqlite'))
  onTestFinished(() => void other.close())
  const write = other.prepare('insert into meta values (?, ?)')
  other.exec('begin immediate')
  write.run('by the other', '1')
  const waiting = [writeMeta(db, 'own', '1'), dropRelease(db, 1)]
  await new Promise(setImmediate)
  other.exec('commit')
  await Promise.all(waiting)
  write.run('later', '2')
  expect([await readMeta(db, 'by the other'), await readMeta(db, 'own'), await readMeta(db, 'later')]).toEqual([
    ...['1', '1', '2'],
  ])

  // Who reads before writing has the turn from the beginning.
  await db.transaction().execute(async (tx) => {
    const own = Number(await readMeta(tx, 'own'))
    expect(() => write.run('between', '3')).toThrow('locked')
    await writeMeta(tx, 'own', String(own + 1))
  })
  write.run('behind', '4')
  expect([await readMeta(db, 'own'), await readMeta(db, 'behind')]).toEqual(['2', '4'])
})

it('a file from before activations were kept says when each configuration was activated last', async () => {
  await db.destroy()
  rmSync(join(folder, 'control.sqlite'))
  await leaveControlStore(folder, 3, [
    `INSERT INTO config_version (hash, model, format, activated_at)
     VALUES ('late', '{"hash":"late"}', ${MODEL_FORMAT}, 20), ('early', '{"hash":"early"}', ${MODEL_FORMAT}, 10)`,
  ])
  db = await openControlStore(folder)
  const hashAt = async (at: number) => ((await modelInForceAt(db, at)) as Model).hash
  expect([await hashAt(5), await hashAt(15), await hashAt(25)]).toEqual(['early', 'early', 'late'])
})

it('a key that was mistyped or cut is known without asking; one without a checksum, as they were made before, is still found', async () => {
  const random = new Uint8Array(32).fill(9)
  const { secret } = await createKey(db, {
    scope: 'write',
    source: 'web',
    random,
    now: 0,
    origins: ['https://a.example'],
  })
  const wrong = [secret.slice(0, -1), `${secret}x`, secret.replace('CQkJ', 'CQkK'), secret.replace('ttw_', 'tta_'), '']
  expect([secret, secret.slice(0, 47), ...wrong].map(isWhole)).toEqual([true, true, false, false, false, false, false])
  expect((await findKey(db, secret, 1))!.origins).toEqual(['https://a.example'])

  const before = secret.slice(0, 47)
  const hash = createHash('sha256').update(before).digest('hex')
  await db.updateTable('api_key').set({ hash, origins: null }).where('scope', '=', 'write').execute()
  expect(await findKey(db, before, 1)).toMatchObject({ source: 'web', origins: null })
})
