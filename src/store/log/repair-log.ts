import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { telltaleError } from '../../core/errors.ts'
import { commitAppends, type OpenLog, type PendingAppend } from './commit-appends.ts'
import { findFrame, readFrame } from './frame.ts'
import { logFolder } from './list-segments.ts'
import { logFileSystem } from './log-file-system.ts'
import type { LogHeader } from './log-record.ts'
import { closeLog, openLog } from './open-log.ts'
import { readSegment } from './read-segment.ts'
import { isSegmentHeader } from './segment-header.ts'

/** A stretch of a segment file that holds no whole frame. */
export type DamagedStretch = { readonly path: string; readonly from: number; readonly to: number }

/** What a repair saves and what is gone. Positions in `lost` are inclusive. */
export type RepairReport = {
  /** The first position saved; undefined when there is nothing to save. Lower ones were dropped as archived, or are lost. */
  readonly firstN: number | undefined
  readonly savedFrames: number
  readonly savedPositions: number
  readonly lost: readonly { readonly firstN: number; readonly lastN: number }[]
  readonly damaged: readonly DamagedStretch[]
  /** Files left out because all they hold is elsewhere, or belongs to another log. */
  readonly ignored: readonly string[]
}

type RepairOptions = {
  readonly dir: string
  readonly logName: string
  /** A data folder to write the repaired log into; it must not hold a log of this name. Without it, nothing is written. */
  readonly into?: string
}

type FoundFile = { readonly path: string; readonly firstN: number }

type Repairing = {
  readonly target: OpenLog | undefined
  readonly report: { -readonly [K in keyof RepairReport]: RepairReport[K] }
  readonly lost: { firstN: number; lastN: number }[]
  readonly damaged: DamagedStretch[]
  readonly ignored: string[]
  /** Unknown until the first frame: the start of a log may have been dropped long ago. */
  nextN: number | undefined
  /** Frames to write, so that many share a commit. */
  unwritten: PendingAppend[]
}

/**
 * Says what can be saved of a damaged log, and writes it as a log that opens. The damaged one is not touched. Every whole frame keeps its position; a `lost` record
 * stands where some are missing. Throws disk_full, or bad_argument when `into` holds that log already. Nothing may be writing the log meanwhile.
 */
export function repairLog({ dir, logName, into }: RepairOptions): RepairReport {
  const target = into === undefined ? undefined : openEmpty(into, logName)
  const lost: Repairing['lost'] = []
  const damaged: DamagedStretch[] = []
  const ignored: string[] = []
  const report = { firstN: undefined, savedFrames: 0, savedPositions: 0, lost, damaged, ignored }
  const repairing: Repairing = { target, report, lost, damaged, ignored, nextN: undefined, unwritten: [] }
  try {
    for (const file of findFiles(repairing, logFolder(dir, logName), logName)) saveFile(repairing, file)
  } finally {
    if (target) closeLog(target)
  }
  return report
}

function openEmpty(into: string, logName: string): OpenLog {
  const { log, opened } = openLog({ dir: into, logName, reserveBytes: 0 })
  if (opened.lastN === 0) return log
  closeLog(log)
  throw telltaleError('bad_argument', {
    argument: 'The folder to repair into',
    value: into,
    expected: `a folder without a log ${logName}`,
  })
}

/** The files in the order of what they hold, whatever they are called: a copy under another name must not look like a gap. */
function findFiles(repairing: Repairing, folder: string, logName: string): FoundFile[] {
  const files: FoundFile[] = []
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.seg')) continue
    const path = join(folder, name)
    const firstN = firstPosition(path, logName)
    if (firstN === undefined) repairing.ignored.push(path)
    else files.push({ path, firstN })
  }
  return files.sort((a, b) => a.firstN - b.firstN)
}

function firstPosition(path: string, logName: string): number | undefined {
  const bytes = readFile(path)
  for (let next = findFrame(bytes, 0); next !== undefined; next = findFrame(bytes, next.frame.end)) {
    const { header } = next.frame
    if (!isSegmentHeader(header)) return (header as LogHeader).firstN
    if (header.log !== logName) return undefined
  }
  return undefined
}

function readFile(path: string): Buffer {
  return readSegment({ firstN: 0, path }, logFileSystem)
}

function saveFile(repairing: Repairing, file: FoundFile): void {
  const bytes = readFile(file.path)
  const before = repairing.report.savedFrames
  let at = 0
  while (at < bytes.byteLength) {
    const here = readFrame(bytes, at)
    const next = 'none' in here ? findFrame(bytes, at + 1) : { at, frame: here }
    if (next?.at !== at) repairing.damaged.push({ path: file.path, from: at, to: next?.at ?? bytes.byteLength })
    if (next === undefined) break
    if (!isSegmentHeader(next.frame.header)) saveFrame(repairing, next.frame.header as LogHeader, next.frame.body)
    at = next.frame.end
  }
  writeAll(repairing)
  if (repairing.report.savedFrames === before) repairing.ignored.push(file.path)
}

function saveFrame(repairing: Repairing, header: LogHeader, body: Buffer): void {
  const { firstN, count, receivedAt } = header
  repairing.nextN ??= startAt(repairing, firstN)
  if (firstN < repairing.nextN) return
  if (firstN > repairing.nextN) {
    const missing = firstN - repairing.nextN
    repairing.lost.push({ firstN: repairing.nextN, lastN: firstN - 1 })
    repairing.unwritten.push({ header: { kind: 'lost', receivedAt, count: missing }, body: new Uint8Array(0) })
  }
  const { firstN: _, ...rest } = header
  repairing.unwritten.push({ header: rest, body })
  repairing.nextN = firstN + count
  repairing.report.savedFrames += 1
  repairing.report.savedPositions += count
}

function startAt({ target, report }: Repairing, firstN: number): number {
  if (target) target.nextN = firstN
  report.firstN = firstN
  return firstN
}

function writeAll(repairing: Repairing): void {
  const { target, unwritten } = repairing
  repairing.unwritten = []
  if (target === undefined) return
  for (const outcome of commitAppends(target, unwritten)) if ('error' in outcome) throw outcome.error
}
