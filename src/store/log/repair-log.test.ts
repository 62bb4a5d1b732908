import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { body, dataFolder, messages, readAll } from '../../../test/log-stories.ts'
import { dropSegments } from './drop-segments.ts'
import { listSegments, logFolder } from './list-segments.ts'
import { openLogWriterInline } from './open-log-writer-inline.ts'
import { repairLog } from './repair-log.ts'

const logName = 'server'

/** A log of five bodies of two messages, in one or in five segments. */
async function writeLog(segmentBytes: number): Promise<{ dir: string; paths: string[] }> {
  const dir = dataFolder()
  const writer = openLogWriterInline({ dir, logName, segmentBytes })
  for (const n of [1, 2, 3, 4, 5]) await writer.append(messages(2), body(`{"n":${n}}`))
  await writer.close()
  return { dir, paths: listSegments(logFolder(dir, logName)).map(({ path }) => path) }
}

function contents(dir: string): string[] {
  return readAll(dir).map(
    ({ header, body: bytes }) => `${header.firstN}+${header.count} ${bytes.toString() || header.kind}`,
  )
}

test('a damaged record is left out, its positions are marked lost, all others keep theirs, and the log goes on', async () => {
  const { dir, paths } = await writeLog(1_000_000)
  const path = paths[0] as string
  const bytes = readFileSync(path)
  const from = bytes.indexOf('{"n":2}') + 7
  const to = bytes.indexOf('{"n":3}') + 7
  bytes[to - 3] = 0
  writeFileSync(path, bytes)
  expect(() => openLogWriterInline({ dir, logName })).toThrow(`at byte ${from}`)

  const into = dataFolder()
  const report = repairLog({ dir, logName, into })
  expect(report).toEqual({
    firstN: 1,
    savedFrames: 4,
    savedPositions: 8,
    lost: [{ firstN: 5, lastN: 6 }],
    damaged: [{ path, from, to }],
    ignored: [],
  })
  expect(repairLog({ dir, logName })).toEqual(report)
  expect(readFileSync(path)).toEqual(bytes)
  const writer = openLogWriterInline({ dir: into, logName })
  expect(await writer.append(messages(), body('"next"'))).toMatchObject({ firstN: 11 })
  await writer.close()
  expect(contents(into)).toEqual([
    '1+2 {"n":1}',
    '3+2 {"n":2}',
    '5+2 lost',
    '7+2 {"n":4}',
    '9+2 {"n":5}',
    '11+1 "next"',
  ])
  expect(() => repairLog({ dir, logName, into })).toThrow('expected a folder without a log server')
})

test('missing, doubled, foreign and headless segments are sorted out', async () => {
  const { dir, paths } = await writeLog(1)
  const other = openLogWriterInline({ dir, logName: 'other' })
  await other.append(messages(), body('"foreign"'))
  await other.close()
  const folder = logFolder(dir, logName)
  const copy = join(folder, '0000000000000099.seg')
  const foreign = join(folder, 'other.seg')
  copyFileSync(paths[0] as string, copy)
  copyFileSync(listSegments(logFolder(dir, 'other'))[0]?.path as string, foreign)
  rmSync(paths[1] as string)
  const headless = readFileSync(paths[3] as string)
  writeFileSync(paths[3] as string, headless.fill(0, 0, 20))

  const into = dataFolder()
  const report = repairLog({ dir, logName, into })
  expect(report).toMatchObject({ savedPositions: 8, lost: [{ firstN: 3, lastN: 4 }], ignored: [foreign, copy] })
  expect(report.damaged).toMatchObject([{ path: paths[3], from: 0 }])
  expect(contents(into)).toEqual(['1+2 {"n":1}', '3+2 lost', '5+2 {"n":3}', '7+2 {"n":4}', '9+2 {"n":5}'])
})

test('a log whose start was dropped long ago is not taken for one that lost it', async () => {
  const { dir } = await writeLog(1)
  dropSegments(dir, logName, { appliedAndArchivedUpTo: 4, keepNewerThan: Number.MAX_SAFE_INTEGER })
  const into = dataFolder()
  expect(repairLog({ dir, logName, into })).toMatchObject({ firstN: 5, savedPositions: 6, lost: [], damaged: [] })
  expect(readAll(into, logName, 4).map(({ header }) => header.firstN)).toEqual([5, 7, 9])
})
