import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { LogFrame } from '../src/store/log/log-record.ts'
import type { AppendHeader } from '../src/store/log/log-writer.ts'
import { readLogFrames } from '../src/store/log/read-log-frames.ts'

/** What the stories of the log share. */
export const AT = Date.UTC(2026, 2, 2, 9)

/** A data folder of this test. */
export function dataFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'telltale-log-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

export function messages(count = 1, receivedAt = AT): AppendHeader {
  return { kind: 'messages', receivedAt, source: 'web', shape: 'batch', imported: false, count }
}

export function body(text: string): Buffer {
  return Buffer.from(text)
}

/** Everything in a log, in small reads. */
export function readAll(dir: string, logName = 'server', after = 0): LogFrame[] {
  const frames: LogFrame[] = []
  let upTo = after
  for (;;) {
    const read = readLogFrames({ dir, logName, after: upTo, maxBytes: 4096 })
    if (read.frames.length === 0) return frames
    frames.push(...read.frames)
    upTo = read.upTo
  }
}

/** The bodies in a log. */
export function bodies(dir: string, logName = 'server'): string[] {
  return readAll(dir, logName).map((frame) => frame.body.toString())
}
