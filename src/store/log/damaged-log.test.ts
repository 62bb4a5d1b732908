import { copyFileSync, cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bodies, body, dataFolder, messages, readAll } from '../../../test/log-stories.ts'
import { listSegments, logFolder } from './list-segments.ts'
import { openLogWriterInline } from './open-log-writer-inline.ts'

const logName = 'server'

async function writeLog(dir: string, texts: readonly string[], segmentBytes = 1_000_000): Promise<void> {
  const writer = openLogWriterInline({ dir, logName, segmentBytes })
  for (const text of texts) await writer.append(messages(), body(text))
  await writer.close()
}

/** The last (or another) segment file of a log and its bytes. */
function segment(dir: string, index = -1): { path: string; bytes: Buffer } {
  const path = listSegments(logFolder(dir, logName)).at(index)?.path ?? ''
  return { path, bytes: readFileSync(path) }
}

function offsetOf(bytes: Buffer, text: string): number {
  const at = bytes.indexOf(text)
  expect(at).toBeGreaterThan(0)
  return at
}

test('cut at any byte of its last three records, a log keeps the whole ones, reports the rest, and goes on', async () => {
  const texts = ['{"n":1}', '{"n":2}', '{"n":3}', '{"n":4}', '{"n":5}']
  const whole = dataFolder()
  await writeLog(whole, texts)
  const { bytes } = segment(whole)
  const ends = texts.map((text) => offsetOf(bytes, text) + text.length)
  const from = ends[1] as number
  for (let at = from; at < bytes.length; at++) {
    const dir = dataFolder()
    cpSync(whole, dir, { recursive: true })
    const { path } = segment(dir)
    truncateSync(path, at)
    const kept = ends.filter((end) => end <= at).length
    const end = ends[kept - 1] as number
    const writer = openLogWriterInline({ dir, logName })
    const torn = { path, at: end, cutBytes: at - end, reason: 'a frame cut short' }
    expect(writer.opened).toEqual({ lastN: kept, ...(at > end && { torn }) })
    expect(await writer.append(messages(), body('{"n":"next"}'))).toMatchObject({ firstN: kept + 1 })
    await writer.close()
    expect(bodies(dir)).toEqual([...texts.slice(0, kept), '{"n":"next"}'])
  }
})

test('zeros at the end, as a power cut leaves them, are cut and reported', async () => {
  const dir = dataFolder()
  await writeLog(dir, ['{"n":1}', '{"n":2}'])
  const { path, bytes } = segment(dir)
  writeFileSync(path, Buffer.concat([bytes, Buffer.alloc(4096)]))
  expect(bodies(dir)).toEqual(['{"n":1}', '{"n":2}'])
  const writer = openLogWriterInline({ dir, logName })
  expect(writer.opened).toEqual({ lastN: 2, torn: { path, at: bytes.length, cutBytes: 4096, reason: 'zeros' } })
  await writer.close()
  expect(readFileSync(path)).toEqual(bytes)
})

test('a flipped bit in the last record cuts it; in an earlier one the log is refused with the place, and left as it is', async () => {
  const texts = ['{"n":1}', '{"n":2}', '{"n":3}']
  for (const [index, text] of texts.entries()) {
    const dir = dataFolder()
    await writeLog(dir, texts)
    const { path, bytes } = segment(dir)
    const before = index === 0 ? undefined : offsetOf(bytes, texts[index - 1] as string) + text.length
    const at = offsetOf(bytes, text) + 3
    bytes[at] = (bytes[at] as number) ^ 0x10
    writeFileSync(path, bytes)
    if (index === texts.length - 1) {
      const writer = openLogWriterInline({ dir, logName })
      expect(writer.opened).toMatchObject({ lastN: 2, torn: { path, at: before, reason: 'a bad checksum' } })
      await writer.close()
      continue
    }
    const offset = before === undefined ? /at byte \d+/ : new RegExp(`at byte ${before}:`)
    expect(() => openLogWriterInline({ dir, logName })).toThrow(offset)
    expect(() => openLogWriterInline({ dir, logName })).toThrow('a frame is not whole, and a later one is')
    expect(() => readAll(dir)).toThrow(offset)
    expect(readFileSync(path)).toEqual(bytes)
  }
})

test('any flipped bit is seen: the log opens with a cut, or is refused; no frame changes', async () => {
  const whole = dataFolder()
  const texts = ['{"n":1}', '{"n":2}', '{"n":3}']
  await writeLog(whole, texts)
  const original = segment(whole)
  for (let at = 0; at < original.bytes.length; at++) {
    const bytes = Buffer.from(original.bytes)
    bytes[at] = (bytes[at] as number) ^ (1 << (at % 8))
    writeFileSync(original.path, bytes)
    const read = tryRead(whole)
    expect(read === 'log_damaged' || read.every((text, i) => text === texts[i])).toBe(true)
    expect(read === 'log_damaged' || read.length === 2, `byte ${at}`).toBe(true)
  }
})

function tryRead(dir: string): string[] | 'log_damaged' {
  try {
    return bodies(dir)
  } catch (error) {
    return (error as { code: 'log_damaged' }).code
  }
}

test('the frames of one unfinished commit that reached the disk out of order are cut with it', async () => {
  const dir = dataFolder()
  const writer = openLogWriterInline({ dir, logName })
  await writer.append(messages(), body('{"n":1}'))
  await Promise.all(['{"n":2}', '{"n":3}', '{"n":4}'].map((text) => writer.append(messages(), body(text))))
  await writer.close()
  const { path, bytes } = segment(dir)
  bytes.fill(0, offsetOf(bytes, '{"n":1}') + 7, offsetOf(bytes, '{"n":2}') + 7)
  writeFileSync(path, bytes)
  const again = openLogWriterInline({ dir, logName })
  expect(again.opened).toMatchObject({
    lastN: 1,
    torn: { reason: 'a bad checksum; 2 whole frame(s) of the same unfinished commit follow' },
  })
  await again.close()
  expect(bodies(dir)).toEqual(['{"n":1}'])
})

test('a segment missing from the middle is refused by opening and by reading', async () => {
  const dir = dataFolder()
  await writeLog(dir, ['1', '2', '3', '4'], 1)
  rmSync(segment(dir, 1).path)
  expect(() => openLogWriterInline({ dir, logName })).toThrow(
    /0003\.seg is damaged at byte 0: before it should be segment 2, found 1/,
  )
  expect(() => readAll(dir)).toThrow('it starts at position 3, expected 2; is a segment missing?')
})

test('a doubled segment is refused by opening and by reading', async () => {
  const dir = dataFolder()
  await writeLog(dir, ['1', '2', '3'], 1)
  const folder = logFolder(dir, logName)
  copyFileSync(segment(dir, 1).path, join(folder, '0000000000000004.seg'))
  expect(() => openLogWriterInline({ dir, logName })).toThrow(
    /0004\.seg .*it starts at 2, its name says 4; is it a copy\?/,
  )
  expect(() => readAll(dir)).toThrow(/0004\.seg .*is it a copy\?/)
  rmSync(join(folder, '0000000000000004.seg'))
  copyFileSync(segment(dir, 1).path, join(folder, '0000000000000002 (copy).seg'))
  expect(() => openLogWriterInline({ dir, logName })).toThrow('this is not a name the log gives to a segment')
  expect(readdirSync(folder)).toHaveLength(4)
})

test('a segment of another log, and a middle one cut short, are refused', async () => {
  const dir = dataFolder()
  await writeLog(dir, ['1', '2', '3'], 1)
  const other = openLogWriterInline({ dir, logName: 'other', segmentBytes: 1 })
  for (const text of ['a', 'b', 'c']) await other.append(messages(), body(text))
  await other.close()
  const last = segment(dir)
  copyFileSync(listSegments(logFolder(dir, 'other')).at(-1)?.path ?? '', last.path)
  expect(() => openLogWriterInline({ dir, logName })).toThrow('it belongs to the log other')
  writeFileSync(last.path, last.bytes)
  const middle = segment(dir, 1)
  truncateSync(middle.path, middle.bytes.length - 1)
  expect(() => openLogWriterInline({ dir, logName })).toThrow(
    `${middle.path} is damaged at byte ${middle.bytes.length - 1}`,
  )
  expect(() => readAll(dir)).toThrow('a frame is not whole, and another segment follows')
})

test('a segment whose start was torn is removed, and the log goes on from the one before', async () => {
  const dir = dataFolder()
  await writeLog(dir, ['1', '2', '3'], 1)
  const { path, bytes } = segment(dir)
  for (const rest of [Buffer.alloc(0), bytes.subarray(0, 50), Buffer.alloc(4096)]) {
    writeFileSync(path, rest)
    expect(bodies(dir)).toEqual(['1', '2'])
    const writer = openLogWriterInline({ dir, logName, segmentBytes: 1 })
    expect(writer.opened).toEqual({
      lastN: 2,
      torn: { path, at: 0, cutBytes: rest.length, reason: 'the segment was not begun' },
    })
    expect(await writer.append(messages(), body('3'))).toMatchObject({ firstN: 3 })
    await writer.close()
    expect(bodies(dir)).toEqual(['1', '2', '3'])
  }
})
