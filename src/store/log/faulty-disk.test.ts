import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AT, body, messages } from '../../../test/log-stories.ts'
import { type Fault, SimulatedDisk } from '../../../test/simulated-disk.ts'
import { encodeFrame } from './frame.ts'
import { logFolder, segmentPath } from './list-segments.ts'
import { openLogReader } from './open-log-reader.ts'
import { openLogWriterInline } from './open-log-writer-inline.ts'

const logName = 'server'
const dir = '/data'

function readBodies(disk: SimulatedDisk): string[] {
  const reader = openLogReader({ dir, logName, after: 0 }, disk.fileSystem)
  const found: string[] = []
  for (;;) {
    const { frames } = reader.read(1000)
    if (frames.length === 0) break
    found.push(...frames.map((frame) => frame.body.toString()))
  }
  reader.close()
  return found
}

/** A seeded source of numbers in [0, 1). */
function randomFrom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return (state >>> 8) / 2 ** 24
  }
}

const faults: fc.Arbitrary<Fault[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<Fault>('none') },
    { weight: 1, arbitrary: fc.constantFrom<Fault>('write_no_room', 'write_short', 'write_error', 'sync_error') },
    { weight: 2, arbitrary: fc.constant<Fault>('power_cut') },
  ),
  { maxLength: 12 },
)
const turn = fc.record({
  sizes: fc.array(fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 3000 })), {
    minLength: 1,
    maxLength: 8,
  }),
  faults,
  ending: fc.constantFrom('go on', 'go on', 'restart', 'power cut'),
})

test('whatever a disk does to what was not synced, every acknowledged append is read, in order, and none twice', async () => {
  const seeds = fc.integer()
  await fc.assert(
    fc.asyncProperty(seeds, fc.array(turn, { maxLength: 10 }), fc.integer({ min: 1, max: 6000 }), async (...drawn) => {
      const [seed, turns, segmentBytes] = drawn
      let disk = new SimulatedDisk(randomFrom(seed))
      let writer = openLogWriterInline({ dir, logName, segmentBytes, reserveBytes: 0 }, disk.fileSystem)
      const asked: string[] = []
      const acknowledged: string[] = []
      for (const { sizes, faults, ending } of turns) {
        disk.faults.splice(0, Number.POSITIVE_INFINITY, ...faults)
        const settled = sizes.map(async (size, i) => {
          const text = `"${asked.length + i}:${'x'.repeat(size)}"`
          await writer.append(messages(), body(text))
          acknowledged.push(text)
        })
        asked.push(...sizes.map((size, i) => `"${asked.length + i}:${'x'.repeat(size)}"`))
        await Promise.allSettled(settled)
        disk.faults.length = 0
        if (disk.afterCut) disk = disk.afterCut
        else if (ending === 'power cut') disk = disk.afterPowerCut()
        else if (ending === 'restart' || writer.status() === 'failed') await writer.close()
        else continue
        writer = openLogWriterInline({ dir, logName, segmentBytes, reserveBytes: 0 }, disk.fileSystem)
      }
      const found = readBodies(disk)
      expect(new Set(found).size).toBe(found.length)
      expect(acknowledged.filter((text) => !found.includes(text))).toEqual([])
      expect(found).toEqual(asked.filter((text) => found.includes(text)))
    }),
    { numRuns: 300 },
  )
})

test('a write error that is not for want of room also stops the log', async () => {
  const disk = new SimulatedDisk(randomFrom(1))
  const writer = openLogWriterInline({ dir, logName, reserveBytes: 0 }, disk.fileSystem)
  await writer.append(messages(), body('"kept"'))
  disk.faults.push('write_error')
  await expect(writer.append(messages(), body('"lost"'))).rejects.toMatchObject({ code: 'log_failed' })
  await expect(writer.append(messages(), body('"later"'))).rejects.toMatchObject({ code: 'log_failed' })
  await writer.close()
  expect(readBodies(disk)).toEqual(['"kept"'])
})

test('whole frames that a killed process left unsynced are synced when the log is opened, before anyone reads them', async () => {
  const disk = new SimulatedDisk(() => 0)
  const killed = openLogWriterInline({ dir, logName, reserveBytes: 0 }, disk.fileSystem)
  await killed.append(messages(), body('"acknowledged"'))
  const path = segmentPath(logFolder(dir, logName), 1)
  const fd = disk.fileSystem.open(path, 'r+')
  const frame = encodeFrame({ header: { ...messages(), firstN: 2 }, body: body('"written"'), startsCommit: true })
  disk.fileSystem.write(fd, frame, disk.fileSystem.size(fd))
  expect(openLogWriterInline({ dir, logName }, disk.fileSystem).opened).toEqual({ lastN: 2 })
  expect(readBodies(disk.afterPowerCut())).toEqual(['"acknowledged"', '"written"'])
})

test('after a failed sync nothing is taken, nothing of it is kept, and the log goes on once it is opened again', async () => {
  const disk = new SimulatedDisk(randomFrom(1))
  const writer = openLogWriterInline({ dir, logName, reserveBytes: 0 }, disk.fileSystem)
  await writer.append(messages(), body('"kept"'))
  disk.faults.push('sync_error')
  const refused = writer.append(messages(), body('"lost"'))
  await expect(refused).rejects.toMatchObject({ code: 'log_failed', params: { reason: 'EIO: simulated' } })
  await expect(writer.append(messages(), body('"later"'))).rejects.toMatchObject({ code: 'log_failed' })
  expect([writer.status(), writer.position()]).toEqual(['failed', 1])
  await writer.close()
  const again = openLogWriterInline({ dir, logName, reserveBytes: 0 }, disk.fileSystem)
  expect(await again.append(messages(), body('"again"'))).toEqual({ firstN: 2, lastN: 2, receivedAt: AT })
  expect(readBodies(disk)).toEqual(['"kept"', '"again"'])
})

test('of a write that the disk cut short, the whole frames are kept and acknowledged, the rest is refused', async () => {
  const disk = new SimulatedDisk(() => 0.6)
  const writer = openLogWriterInline({ dir, logName, reserveBytes: 0 }, disk.fileSystem)
  await writer.append(messages(), body('"first"'))
  disk.faults.push('write_short', 'write_no_room')
  const texts = ['"a"', '"b"', '"c"', '"d"']
  const settled = await Promise.allSettled(texts.map((text) => writer.append(messages(), body(text))))
  expect(settled.map((result) => (result.status === 'fulfilled' ? result.value.firstN : result.reason.code))).toEqual([
    2,
    3,
    'disk_full',
    'disk_full',
  ])
  expect(await writer.append(messages(), body('"e"'))).toMatchObject({ firstN: 4 })
  expect(readBodies(disk)).toEqual(['"first"', '"a"', '"b"', '"e"'])
})

test('nothing that waits overtakes what was refused for want of room, also if it would fit', async () => {
  const disk = new SimulatedDisk(() => 0)
  const writer = openLogWriterInline({ dir, logName, reserveBytes: 0 }, disk.fileSystem)
  await writer.append(messages(), body('"first"'))
  disk.faults.push('write_no_room')
  const large = `"${'x'.repeat(8_000_000)}"`
  const settled = await Promise.allSettled(
    [large, '"small"', '"smaller"'].map((text) => writer.append(messages(), body(text))),
  )
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(await writer.append(messages(), body('"later"'))).toMatchObject({ firstN: 2 })
})

test('a reader of a log that another process writes syncs what it takes', async () => {
  const disk = new SimulatedDisk(() => 0)
  const importer = openLogWriterInline({ dir, logName, reserveBytes: 0 }, disk.fileSystem)
  await importer.append(messages(), body('"synced"'))
  const fd = disk.fileSystem.open(segmentPath(logFolder(dir, logName), 1), 'r+')
  const frame = encodeFrame({ header: { ...messages(), firstN: 2 }, body: body('"written"'), startsCommit: true })
  disk.fileSystem.write(fd, frame, disk.fileSystem.size(fd))
  const reader = openLogReader({ dir, logName, after: 1, foreign: true }, disk.fileSystem)
  expect(reader.read(1000).upTo).toBe(2)
  expect(readBodies(disk.afterPowerCut())).toEqual(['"synced"', '"written"'])
})
