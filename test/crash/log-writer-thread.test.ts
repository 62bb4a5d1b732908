import { readFileSync, writeFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { listSegments, logFolder } from '../../src/store/log/list-segments.ts'
import { openLogWriter } from '../../src/store/log/open-log-writer.ts'
import { AT, bodies, body, dataFolder, messages, readAll } from '../log-stories.ts'
import { requireBuilt } from '../require-built.ts'

const logName = 'server'

beforeAll(() => {
  requireBuilt('store/log/log-writer.worker.js')
})

test('appends to the thread of the log are numbered in the order of the calls, and readable once acknowledged', async () => {
  const dir = dataFolder()
  const writer = await openLogWriter({ dir, logName })
  expect(writer.opened).toEqual({ lastN: 0 })
  const first = await Promise.all([
    writer.append(messages(3, AT), body('{"a":1}')),
    writer.appendControl({ kind: 'config_activated', hash: 'abc' }, AT + 9),
    writer.append(messages(1, AT), body('{"a":2}')),
  ])
  expect(first).toEqual([
    { firstN: 1, lastN: 3, receivedAt: AT },
    { firstN: 4, lastN: 4, receivedAt: AT + 9 },
    { firstN: 5, lastN: 5, receivedAt: AT + 9 },
  ])
  expect([writer.position(), writer.status(), writer.pending()]).toEqual([5, 'open', { appends: 0, bytes: 0 }])
  expect(readAll(dir).map(({ header }) => header.kind)).toEqual(['messages', 'config_activated', 'messages'])
  await writer.close()
})

test('the caller keeps its buffer, and views into a shared one are written as they are', async () => {
  const dir = dataFolder()
  const writer = await openLogWriter({ dir, logName })
  const shared = Buffer.from('....{"a":1}....')
  await writer.append(messages(), shared.subarray(4, 11))
  await writer.close()
  expect(shared.toString()).toBe('....{"a":1}....')
  expect(bodies(dir)).toEqual(['{"a":1}'])
})

test('a thousand appends at once take a few commits, and listeners hear of each', async () => {
  const dir = dataFolder()
  const writer = await openLogWriter({ dir, logName, segmentBytes: 50_000 })
  const heard: number[] = []
  const stop = writer.onCommit((lastN) => heard.push(lastN))
  const asked = Array.from({ length: 1000 }, (_, i) => `{"n":${i}}`)
  await Promise.all(asked.map((text) => writer.append(messages(), body(text))))
  expect(heard.at(-1)).toBe(1000)
  expect(heard.length).toBeLessThan(100)
  stop()
  await writer.append(messages(), body('{}'))
  expect(heard.at(-1)).toBe(1000)
  await writer.close()
  expect(bodies(dir)).toEqual([...asked, '{}'])
})

test('closing writes what waits, and takes nothing more', async () => {
  const dir = dataFolder()
  const writer = await openLogWriter({ dir, logName })
  const waiting = Promise.all(['1', '2', '3'].map((text) => writer.append(messages(), body(text))))
  const closed = Promise.all([writer.close(), writer.close()])
  await expect(writer.append(messages(), body('4'))).rejects.toMatchObject({ code: 'log_failed' })
  expect((await waiting).map(({ lastN }) => lastN)).toEqual([1, 2, 3])
  await closed
  expect([writer.status(), bodies(dir)]).toEqual(['closed', ['1', '2', '3']])
})

test('a damaged log is refused with the same error as in this thread', async () => {
  const dir = dataFolder()
  const writer = await openLogWriter({ dir, logName })
  for (const text of ['"one"', '"two"']) await writer.append(messages(), body(text))
  await writer.close()
  const path = listSegments(logFolder(dir, logName))[0]?.path as string
  const bytes = readFileSync(path)
  bytes[bytes.indexOf('"one"') + 1] = 0
  writeFileSync(path, bytes)
  await expect(openLogWriter({ dir, logName })).rejects.toMatchObject({ code: 'log_damaged', params: { path } })
})

test('an append too large for a frame is refused alone', async () => {
  const dir = dataFolder()
  const writer = await openLogWriter({ dir, logName })
  const tooLarge = writer.append(messages(), Buffer.alloc(9_000_000, 0x31))
  const fine = writer.append(messages(), body('1'))
  await expect(tooLarge).rejects.toMatchObject({ code: 'bad_argument' })
  expect(await fine).toMatchObject({ firstN: 1 })
  await writer.close()
})
