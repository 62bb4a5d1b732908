import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bodies, body, dataFolder, messages, readAll } from '../../../test/log-stories.ts'
import { backupLog, type LogBackup } from './backup-log.ts'
import { dropSegments } from './drop-segments.ts'
import { logFolder } from './list-segments.ts'
import type { LogWriter } from './log-writer.ts'
import { openLogWriterInline } from './open-log-writer-inline.ts'
import { restoreLog } from './restore-log.ts'

const logName = 'server'

async function append(writer: LogWriter, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n++) await writer.append(messages(), body(`{"n":${n}}`))
}

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => `{"n":${from + i}}`)
}

/** A backup of ten events in several segments. */
async function tenEvents(): Promise<{ into: string; backup: LogBackup; folder: string }> {
  const dir = dataFolder()
  const into = dataFolder()
  const writer = openLogWriterInline({ dir, logName, segmentBytes: 400 })
  await append(writer, 1, 10)
  await writer.close()
  const backup = await backupLog({ dir, logName, into })
  expect(backup.files.length).toBeGreaterThan(2)
  return { into, backup, folder: logFolder(into, logName) }
}

test('a log is backed up while it is written, restored elsewhere, and goes on there', async () => {
  const dir = dataFolder()
  const into = dataFolder()
  const writer = openLogWriterInline({ dir, logName, segmentBytes: 700 })
  await append(writer, 1, 10)
  const taking = backupLog({ dir, logName, into, upTo: writer.position() })
  await append(writer, 11, 30)
  const backup = await taking
  await writer.close()
  expect(backup).toMatchObject({ logName, firstN: 1, lastN: 10 })

  const elsewhere = dataFolder()
  await restoreLog({ from: into, backup, dir: elsewhere })
  expect(bodies(elsewhere)).toEqual(numbers(1, 10))
  const restored = openLogWriterInline({ dir: elsewhere, logName })
  expect(restored.opened).toEqual({ lastN: 10 })
  await append(restored, 11, 11)
  await restored.close()
  expect(bodies(elsewhere)).toEqual(numbers(1, 11))
  await expect(restoreLog({ from: into, backup, dir: elsewhere })).rejects.toThrow('there is a log already')
})

test('a backup ends at its position, also where a segment has more', async () => {
  const dir = dataFolder()
  const writer = openLogWriterInline({ dir, logName })
  await append(writer, 1, 9)
  await writer.close()
  const into = dataFolder()
  const backup = await backupLog({ dir, logName, into, upTo: 4 })
  expect([backup.lastN, bodies(into)]).toEqual([4, numbers(1, 4)])
})

test('a log that lost its oldest segments to retention, and one that is empty, are restored as they were', async () => {
  const dir = dataFolder()
  const writer = openLogWriterInline({ dir, logName, segmentBytes: 1 })
  await append(writer, 1, 5)
  dropSegments(dir, logName, { appliedAndArchivedUpTo: 3, keepNewerThan: Number.MAX_SAFE_INTEGER })
  const into = dataFolder()
  const backup = await backupLog({ dir, logName, into })
  expect(backup).toMatchObject({ firstN: 4, lastN: 5 })
  const empty = await backupLog({ dir, logName: 'empty', into })
  expect(empty).toEqual({ logName: 'empty', firstN: 1, lastN: 0, files: [] })
  const elsewhere = dataFolder()
  await restoreLog({ from: into, backup, dir: elsewhere })
  await restoreLog({ from: into, backup: empty, dir: elsewhere })
  expect(readAll(elsewhere, logName, 3).map(({ header }) => header.firstN)).toEqual([4, 5])
  await writer.close()
})

test('a damaged log is not taken for a backup', async () => {
  const dir = dataFolder()
  const writer = openLogWriterInline({ dir, logName, segmentBytes: 700 })
  await append(writer, 1, 10)
  await writer.close()
  const path = join(logFolder(dir, logName), '0000000000000001.seg')
  const bytes = readFileSync(path)
  bytes[bytes.length - 3] = 0
  writeFileSync(path, bytes)
  await expect(backupLog({ dir, logName, into: dataFolder() })).rejects.toMatchObject({ code: 'log_damaged' })
})

test('a backup that lacks a file, or has a changed, shortened or wrongly named one, is refused, and nothing is restored', async () => {
  const { into, backup, folder } = await tenEvents()
  const [first, second] = backup.files as [LogBackup['files'][number], LogBackup['files'][number]]
  const path = join(folder, second.name)
  const original = readFileSync(path)
  const dir = dataFolder()
  const refused = async (reason: string, manifest = backup) => {
    await expect(restoreLog({ from: into, backup: manifest, dir })).rejects.toMatchObject({ code: 'backup_invalid' })
    await expect(restoreLog({ from: into, backup: manifest, dir })).rejects.toThrow(reason)
    writeFileSync(path, original)
  }
  truncateSync(path, original.length - 1)
  await refused(`it has ${original.length - 1} bytes, the manifest says ${original.length}`)
  writeFileSync(path, Buffer.from(original).fill(0x20, 200, 201))
  await refused('its checksum differs from the manifest')
  rmSync(path)
  await refused('the file is missing')
  await refused('this is not the name of a segment', { ...backup, files: [{ ...first, name: '../../passwd' }] })
  await refused(`the manifest says 1 to 10`, { ...backup, files: backup.files.slice(0, -1) })
  expect(existsSync(join(dir, 'log')) ? readdirSync(join(dir, 'log')) : []).toEqual([])
})

test('a manifest that leaves out a segment in the middle is refused', async () => {
  const { into, backup } = await tenEvents()
  const dir = dataFolder()
  const manifest = { ...backup, files: backup.files.filter((_, i) => i !== 1) }
  const restoring = restoreLog({ from: into, backup: manifest, dir })
  await expect(restoring).rejects.toThrow(/^The backup .* cannot be restored: before it should be segment/)
  expect(readdirSync(join(dir, 'log'))).toEqual([])
})
