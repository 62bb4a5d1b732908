import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, type TestContext, test } from 'vitest'
import type { LogWriter } from '../../src/store/log/log-writer.ts'
import { openLogWriter } from '../../src/store/log/open-log-writer.ts'
import { bodies, dataFolder, messages } from '../log-stories.ts'
import { requireBuilt } from '../require-built.ts'

const MB = 1024 * 1024
const logName = 'server'

beforeAll(() => {
  requireBuilt('store/log/log-writer.worker.js')
})

/** A data folder on a disk of 16 MB of its own; the test is skipped where one may not be mounted. */
function smallDisk(context: TestContext): string {
  const dir = dataFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', dir], { stdio: 'pipe' })
  } catch (error) {
    context.skip(`a tmpfs cannot be mounted here: ${(error as Error).message}`)
  }
  onTestFinished(() => {
    // Lazily: a test that fails leaves files open.
    execFileSync('umount', ['-l', dir])
  })
  return dir
}

function bigBody(id: number): Buffer {
  return Buffer.from(JSON.stringify({ id, pad: 'x'.repeat(60_000) }))
}

/** Appends eight at a time until something is refused; returns the ids that were acknowledged, and the codes of the refusals. */
async function fill(writer: LogWriter, from: number): Promise<{ acknowledged: number[]; codes: Set<string> }> {
  const acknowledged: number[] = []
  const codes = new Set<string>()
  for (let id = from; codes.size === 0; id += 8) {
    const ids = Array.from({ length: 8 }, (_, i) => id + i)
    const settled = await Promise.allSettled(ids.map((each) => writer.append(messages(), bigBody(each))))
    for (const [i, result] of settled.entries()) {
      if (result.status === 'fulfilled') acknowledged.push(ids[i] as number)
      else codes.add(result.reason.code)
    }
  }
  return { acknowledged, codes }
}

function idsIn(dir: string): number[] {
  return bodies(dir).map((text) => JSON.parse(text).id)
}

for (const { name, reserveBytes, segmentBytes } of [
  { name: 'below its reserve', reserveBytes: 2 * MB, segmentBytes: MB },
  { name: 'full in the middle of a segment', reserveBytes: 0, segmentBytes: 64 * MB },
  { name: 'full with many segments', reserveBytes: 0, segmentBytes: 100_000 },
]) {
  test(`a disk ${name}: appends are refused, none acknowledged is lost, and it goes on when there is room`, async (context) => {
    const dir = smallDisk(context)
    const filler = join(dir, 'something else')
    writeFileSync(filler, Buffer.alloc(8 * MB))
    const writer = await openLogWriter({ dir, logName, reserveBytes, segmentBytes })
    const before = await fill(writer, 0)
    expect(before.codes).toEqual(new Set(['disk_full']))
    expect([writer.status(), before.acknowledged.length > 50]).toEqual(['full', true])
    expect(idsIn(dir)).toEqual(before.acknowledged)
    await expect(writer.append(messages(), bigBody(-1))).rejects.toMatchObject({ code: 'disk_full' })

    expect(await writer.checkRoom()).toBe(reserveBytes > 0 ? 'full' : 'open')

    rmSync(filler)
    expect([await writer.checkRoom(), writer.status()]).toEqual(['open', 'open'])
    const after = await fill(writer, 1000)
    expect([after.acknowledged[0], after.codes]).toEqual([1000, new Set(['disk_full'])])
    await writer.close()
    expect(idsIn(dir)).toEqual([...before.acknowledged, ...after.acknowledged])
    const again = await openLogWriter({ dir, logName, reserveBytes })
    expect(again.opened).toEqual({ lastN: before.acknowledged.length + after.acknowledged.length })
    await again.close()
  })
}
