import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openDuckdbStore } from '../../src/store/analytic/duckdb/open-store.ts'
import { listLogs, listSegments, logFolder } from '../../src/store/log/list-segments.ts'
import { openLogReader } from '../../src/store/log/open-log-reader.ts'
import { openLogWriterInline } from '../../src/store/log/open-log-writer-inline.ts'
import { runCommand, tempFolder } from './run-command.ts'

const HEADER = {
  kind: 'messages',
  receivedAt: 1_772_357_400_000,
  source: 'web',
  shape: 'single',
  imported: false,
  count: 1,
} as const

function track(id: number): Uint8Array {
  const message = { type: 'track', event: 'Login', userId: 'ana', messageId: `m${id}`, context: { groupId: 'acme' } }
  return Buffer.from(JSON.stringify(message))
}

function messageIds(dir: string): string[] {
  const ids: string[] = []
  for (const logName of listLogs(dir)) {
    const reader = openLogReader({ dir, logName, after: 0 })
    for (let read = reader.read(1 << 20); read.frames.length > 0; read = reader.read(1 << 20))
      for (const { header, body } of read.frames)
        if (header.kind === 'messages')
          for (const line of body.toString('utf8').split('\n')) ids.push(JSON.parse(line).messageId)
    reader.close()
  }
  return ids
}

/** A data folder with an import and a live log, backed up; and where both are. */
async function backedUp(): Promise<{ cwd: string; backup: string }> {
  const cwd = tempFolder()
  const rows = Array.from({ length: 20 }, (_, i) => `u${i % 3},acme,Login,2026-03-0${1 + (i % 9)}`)
  writeFileSync(join(cwd, 'x.csv'), `user_id,account_id,event,date\n${rows.join('\n')}\n`)
  expect((await runCommand(['import', 'x.csv', '--yes'], { cwd })).code).toBe(0)
  expect((await runCommand(['backup', 'monday'], { cwd })).code).toBe(0)
  return { cwd, backup: join(cwd, 'monday') }
}

it('a backup that is taken while a writer appends holds every event acknowledged before it, and restores to the same', async () => {
  const cwd = tempFolder()
  const data = join(cwd, '.telltale')
  mkdirSync(data)
  const writer = openLogWriterInline({ dir: data, logName: 'live', segmentBytes: 4_000 })
  let acknowledged = 0
  for (; acknowledged < 50; acknowledged++) await writer.append(HEADER, track(acknowledged + 1))
  const before = acknowledged
  let running = true
  const appending = (async () => {
    while (running) {
      await writer.append(HEADER, track(acknowledged + 1))
      acknowledged += 1
    }
  })()
  const { code, out } = await runCommand(['backup', 'monday', '--json'], { cwd })
  running = false
  await appending
  await writer.close()
  expect(code).toBe(0)
  const { logs, takenAt } = JSON.parse(out)
  expect(takenAt).toBe('2026-06-15T12:00:00.000Z')
  expect(logs).toMatchObject([{ logName: 'live', firstN: 1 }])
  expect(logs[0].lastN).toBeGreaterThanOrEqual(before)
  expect(logs[0].lastN).toBeLessThanOrEqual(acknowledged)

  expect((await runCommand(['restore', 'monday', '--data', 'elsewhere'], { cwd })).code).toBe(0)
  const ids = Array.from({ length: logs[0].lastN }, (_, i) => `m${i + 1}`)
  expect(messageIds(join(cwd, 'elsewhere'))).toEqual(ids)
  for (const { path } of listSegments(logFolder(join(cwd, 'elsewhere'), 'live')))
    expect(readFileSync(path).equals(readFileSync(path.replace('elsewhere', 'monday')))).toBe(true)
})

it('a restored folder gives the same numbers, and an import into it changes nothing', async () => {
  const { cwd } = await backedUp()
  const restored = await runCommand(['restore', 'monday', '--data', 'elsewhere'], { cwd })
  expect(restored.out).toContain('Restored the backup of 2026-06-15T12:00:00.000Z')
  expect(existsSync(join(cwd, 'elsewhere', 'analytic', 'analytic.duckdb'))).toBe(false)
  const again = await runCommand(['import', 'x.csv', '--yes', '--data', 'elsewhere', '--json'], { cwd })
  const { files, counts } = JSON.parse(again.out)
  expect(counts).toEqual({ events: 20, accounts: 1, persons: 3 })
  expect(files).toMatchObject([{ known: true }])
})

it('archives are restored too, where the log before them was dropped', async () => {
  const { cwd } = await backedUp()
  const data = join(cwd, '.telltale')
  const { store } = await openDuckdbStore({ folder: join(data, 'analytic'), timezone: 'UTC', closeDelayMinutes: 0 })
  expect((await store.archive(100_000)).events).toBe(20)
  await store.close()
  expect((await runCommand(['backup', 'tuesday'], { cwd })).code).toBe(0)
  expect((await runCommand(['restore', 'tuesday', '--data', 'elsewhere'], { cwd })).code).toBe(0)
  for (const log of listLogs(join(cwd, 'elsewhere')))
    rmSync(logFolder(join(cwd, 'elsewhere'), log), { recursive: true })
  const opened = await openDuckdbStore({
    folder: join(cwd, 'elsewhere', 'analytic'),
    timezone: 'UTC',
    closeDelayMinutes: 0,
  })
  expect(await opened.store.counts()).toMatchObject({ events: 20, accounts: 1, persons: 3 })
  await opened.store.close()
})

it.each<[string, (backup: string) => void, string]>([
  [
    'no manifest',
    (backup) => rmSync(join(backup, 'backup.json')),
    'it is missing: this is no backup, or one that was not finished',
  ],
  [
    'a manifest that was changed',
    (backup) => change(join(backup, 'backup.json'), (text) => text.replace('"firstN": 1', '"firstN": 2')),
    'its checksum is not that of its content',
  ],
  ['a manifest that was cut', (backup) => change(join(backup, 'backup.json'), (text) => text.slice(0, -40)), 'JSON'],
  ['a segment with another byte', (backup) => flip(segment(backup)), 'its checksum differs from the manifest'],
  [
    'a segment that was cut',
    (backup) => writeFileSync(segment(backup), readFileSync(segment(backup)).subarray(0, -1)),
    'the manifest says',
  ],
  ['a segment that is missing', (backup) => rmSync(segment(backup)), 'the file is missing'],
  [
    'decisions with another byte',
    (backup) => flip(join(backup, 'control.sqlite')),
    'its checksum differs from the manifest',
  ],
  ['decisions with more', (backup) => appendFileSync(join(backup, 'control.sqlite'), 'x'), 'the manifest says'],
])('a backup with %s is refused, and nothing is written', async (_, damage, reason) => {
  const { cwd, backup } = await backedUp()
  damage(backup)
  const { code, out, err } = await runCommand(['restore', 'monday', '--data', 'elsewhere', '--json'], { cwd })
  expect(code).toBe(2)
  expect(JSON.parse(out).error).toMatchObject({ code: 'backup_invalid' })
  expect(err).toContain(reason)
  expect(existsSync(join(cwd, 'elsewhere'))).toBe(false)
})

it('a path that leads out of the data folder is refused', async () => {
  const { cwd, backup } = await backedUp()
  change(join(backup, 'backup.json'), (text) =>
    text.replace('"control.sqlite"', '"analytic/archive/../../../evil.json"'),
  )
  const { code, err } = await runCommand(['restore', 'monday', '--data', 'elsewhere'], { cwd })
  expect(code).toBe(2)
  expect(err).toContain('cannot be restored')
})

it('neither a backup nor a restore writes over anything; what an interrupted restore left does not count', async () => {
  const { cwd } = await backedUp()
  const twice = await runCommand(['backup', 'monday'], { cwd })
  expect(twice.err).toContain('expected a new or empty one')
  const over = await runCommand(['restore', 'monday'], { cwd })
  expect(over.code).toBe(2)
  expect(over.err).toContain('already; restore into a new or empty folder')
  cpSync(join(cwd, 'monday', 'log'), join(cwd, 'elsewhere', '.restoring', 'log'), { recursive: true })
  expect((await runCommand(['restore', 'monday', '--data', 'elsewhere'], { cwd })).code).toBe(0)
  expect(readdirSync(join(cwd, 'elsewhere')).sort()).toEqual(['control.sqlite', 'log'])
  expect((await runCommand(['backup', 'x', '--data', 'nowhere'], { cwd })).err).toContain('expected a data folder')
})

function segment(backup: string): string {
  const [logName = ''] = listLogs(backup)
  return listSegments(logFolder(backup, logName))[0]?.path ?? ''
}

function change(path: string, by: (text: string) => string): void {
  const before = readFileSync(path, 'utf8')
  const after = by(before)
  expect(after).not.toBe(before)
  writeFileSync(path, after)
}

function flip(path: string): void {
  const bytes = readFileSync(path)
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  writeFileSync(path, bytes)
}
