import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AT, bodies, body, dataFolder, messages, readAll } from '../../../test/log-stories.ts'
import { dropSegments } from './drop-segments.ts'
import { listLogs } from './list-segments.ts'
import { logFileSystem } from './log-file-system.ts'
import { openLogReader } from './open-log-reader.ts'
import { openLogWriterInline } from './open-log-writer-inline.ts'

const logName = 'server'

test('what is appended is read back in order, and positions go on after the log is opened again', async () => {
  const dir = dataFolder()
  const first = openLogWriterInline({ dir, logName })
  expect(first.opened).toEqual({ lastN: 0 })
  const appended = await Promise.all([
    first.append(messages(3, AT), body('{"batch":[1,2,3]}')),
    first.appendControl({ kind: 'day_closed', day: 20514 }, AT + 5),
    first.append(messages(1, AT + 2), body('{}')),
  ])
  expect(appended).toEqual([
    { firstN: 1, lastN: 3, receivedAt: AT },
    { firstN: 4, lastN: 4, receivedAt: AT + 5 },
    { firstN: 5, lastN: 5, receivedAt: AT + 5 },
  ])
  await first.close()

  const second = openLogWriterInline({ dir, logName })
  expect(second.opened).toEqual({ lastN: 5 })
  expect(await second.append(messages(2, AT - 1000), body('[]'))).toEqual({ firstN: 6, lastN: 7, receivedAt: AT + 5 })
  await second.close()

  expect(readAll(dir).map(({ header, body }) => ({ ...header, body: body.toString() }))).toEqual([
    { ...messages(3, AT), firstN: 1, body: '{"batch":[1,2,3]}' },
    { kind: 'day_closed', day: 20514, receivedAt: AT + 5, count: 1, firstN: 4, body: '' },
    { ...messages(1, AT + 5), firstN: 5, body: '{}' },
    { ...messages(2, AT + 5), firstN: 6, body: '[]' },
  ])
})

test('receipts do not go back when a log goes on in a new segment', async () => {
  const dir = dataFolder()
  const first = openLogWriterInline({ dir, logName, segmentBytes: 1 })
  await first.append(messages(1, AT), body('{"a":1}'))
  await first.append(messages(1, AT - 5000), body('{"a":2}'))
  await first.close()
  expect(readAll(dir).map(({ header }) => header.receivedAt)).toEqual([AT, AT])
  expect(readdirSync(join(dir, 'log', logName))).toEqual(['0000000000000001.seg', '0000000000000002.seg'])
})

test('appends of one turn share one write and one sync', async () => {
  const counts = { write: 0, fdatasync: 0 }
  const writer = openLogWriterInline(
    { dir: dataFolder(), logName },
    {
      ...logFileSystem,
      write: (...args) => {
        counts.write += 1
        return logFileSystem.write(...args)
      },
      fdatasync: (fd) => {
        counts.fdatasync += 1
        logFileSystem.fdatasync(fd)
      },
    },
  )
  await writer.append(messages(), body('{}'))
  const begun = { ...counts }
  const commits: number[] = []
  writer.onCommit((lastN) => commits.push(lastN))
  await Promise.all(Array.from({ length: 64 }, () => writer.append(messages(), body('{}'))))
  await writer.close()
  expect({ write: counts.write - begun.write, fdatasync: counts.fdatasync - begun.fdatasync, commits }).toEqual({
    write: 1,
    fdatasync: 1,
    commits: [65],
  })
})

test('a reader follows a log over its segments, and never past the position it is given', async () => {
  const dir = dataFolder()
  const reader = openLogReader({ dir, logName, after: 0 })
  expect(reader.read(1000)).toEqual({ frames: [], upTo: 0 })
  const writer = openLogWriterInline({ dir, logName, segmentBytes: 300 })
  for (const n of [1, 2, 3]) await writer.append(messages(), body(`{"n":${n}}`))
  expect(reader.read(1_000_000, 2)).toMatchObject({ upTo: 2 })
  expect(reader.read(1_000_000, 2)).toEqual({ frames: [], upTo: 2 })
  for (const n of [4, 5, 6]) await writer.append(messages(), body(`{"n":${n}}`))
  expect(reader.read(1_000_000).frames.map((frame) => frame.body.toString())).toEqual([
    '{"n":3}',
    '{"n":4}',
    '{"n":5}',
    '{"n":6}',
  ])
  expect(reader.read(1_000_000)).toEqual({ frames: [], upTo: 6 })
  expect(readdirSync(join(dir, 'log', logName)).length).toBeGreaterThan(1)
  reader.close()
  await writer.close()
})

test('a frame larger than the read is given alone, and one that holds a later position is given whole', async () => {
  const dir = dataFolder()
  const writer = openLogWriterInline({ dir, logName })
  await writer.append(messages(10), body(`"${'x'.repeat(10_000)}"`))
  await writer.append(messages(), body('{}'))
  await writer.close()
  const reader = openLogReader({ dir, logName, after: 5 })
  expect(reader.read(16).frames.map(({ header }) => header.firstN)).toEqual([1])
  expect(reader.read(16).frames.map(({ header }) => header.firstN)).toEqual([11])
  reader.close()
})

test('a store that is ahead of its log is told so, rather than skipping what comes next', async () => {
  const dir = dataFolder()
  const writer = openLogWriterInline({ dir, logName })
  await writer.append(messages(2), body('[]'))
  const reader = openLogReader({ dir, logName, after: 7 })
  expect(() => reader.read(1000)).toThrow('the log ends at position 2, but 7 was taken from it before')
  reader.close()
  await writer.close()
})

test('segments go when they are archived and old, never the two newest', async () => {
  const dir = dataFolder()
  const writer = openLogWriterInline({ dir, logName, segmentBytes: 1 })
  for (const n of [1, 2, 3, 4, 5]) await writer.append(messages(), body(`{"n":${n}}`))
  const longAgo = { keepNewerThan: 0 }
  const later = { keepNewerThan: Number.MAX_SAFE_INTEGER }
  expect(dropSegments(dir, logName, { appliedAndArchivedUpTo: 5, ...longAgo })).toEqual([])
  expect(dropSegments(dir, logName, { appliedAndArchivedUpTo: 1, ...later }).length).toBe(1)
  expect(dropSegments(dir, logName, { appliedAndArchivedUpTo: 5, ...later }).length).toBe(2)
  await writer.append(messages(), body('{"n":6}'))
  await writer.close()
  expect(readAll(dir, logName, 3).map((frame) => frame.body.toString())).toEqual(['{"n":4}', '{"n":5}', '{"n":6}'])
  expect(() => readAll(dir, logName, 2)).toThrow('positions 3 to 3 are no longer kept')
})

test('logs have safe names and are listed', async () => {
  const dir = dataFolder()
  expect(() => openLogWriterInline({ dir, logName: '../other' })).toThrow('The name of a log is "../other"')
  expect(listLogs(dir)).toEqual([])
  for (const name of ['server', 'import_2']) {
    const writer = openLogWriterInline({ dir, logName: name })
    await writer.append(messages(), body('{}'))
    await writer.close()
  }
  expect(listLogs(dir)).toEqual(['import_2', 'server'])
})

test('an append too large for a frame is refused, and its neighbours are kept', async () => {
  const dir = dataFolder()
  const writer = openLogWriterInline({ dir, logName })
  const settled = await Promise.allSettled([
    writer.append(messages(), body('1')),
    writer.append(messages(), Buffer.alloc(8 * 1024 * 1024, 0x31)),
    writer.append(messages(), body('3')),
  ])
  await writer.close()
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(bodies(dir)).toEqual(['1', '3'])
  await expect(writer.append(messages(), body('4'))).rejects.toThrow('it was closed')
})

const aBody = fc.oneof(
  fc.json(),
  fc.string({ unit: 'binary' }).map((text) => JSON.stringify(text)),
  fc.constant('{"__proto__":{"x":1},"\u202e":"\ud83d\ude00"}'),
)
const aTurn = fc.record({
  appends: fc.array(fc.record({ text: aBody, count: fc.integer({ min: 1, max: 5 }) }), { maxLength: 8 }),
  reopen: fc.boolean(),
})

type Expected = { firstN: number; count: number; text: string }

/** Reads a log with one reader, or with a new one for each read. */
function readWith(dir: string, maxBytes: number, follows: boolean): Expected[] {
  const found: Expected[] = []
  let reader = openLogReader({ dir, logName, after: 0 })
  for (;;) {
    const { frames, upTo } = reader.read(maxBytes)
    for (const { header, body: bytes } of frames) {
      found.push({ firstN: header.firstN, count: header.count, text: bytes.toString() })
    }
    if (frames.length > 0 && follows) continue
    reader.close()
    if (frames.length === 0) return found
    reader = openLogReader({ dir, logName, after: upTo })
  }
}

test('any appends and reopenings give back the same frames, however they are read', async () => {
  const story = fc.record({
    turns: fc.array(aTurn, { maxLength: 8 }),
    segmentBytes: fc.constantFrom(1, 500, 2000, 1_000_000),
    maxBytes: fc.constantFrom(1, 100, 700, 100_000),
    follows: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(story, async ({ turns, segmentBytes, maxBytes, follows }) => {
      const dir = mkdtempSync(join(tmpdir(), 'telltale-log-'))
      const expected: Expected[] = []
      let nextN = 1
      let writer = openLogWriterInline({ dir, logName, segmentBytes })
      for (const { appends, reopen } of turns) {
        await Promise.all(appends.map(({ text, count }) => writer.append(messages(count), body(text))))
        for (const { text, count } of appends) {
          expected.push({ firstN: nextN, count, text: body(text).toString() })
          nextN += count
        }
        if (!reopen) continue
        await writer.close()
        writer = openLogWriterInline({ dir, logName, segmentBytes })
        expect(writer.opened).toEqual({ lastN: nextN - 1 })
      }
      await writer.close()
      expect(readWith(dir, maxBytes, follows)).toEqual(expected)
      rmSync(dir, { recursive: true })
    }),
    { numRuns: 100 },
  )
})
