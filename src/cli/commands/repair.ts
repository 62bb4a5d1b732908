import { join, resolve } from 'node:path'
import { TelltaleError } from '../../core/errors.ts'
import { LIVE_LOG } from '../../run/data-folder.ts'
import { inspectLog } from '../../store/log/inspect-log.ts'
import { listLogs, logFolder } from '../../store/log/list-segments.ts'
import { lockDataFolder, lockLog } from '../../store/log/lock-data-folder.ts'
import type { TornTail } from '../../store/log/log-damage.ts'
import { logFileSystem } from '../../store/log/log-file-system.ts'
import { type RepairReport, repairLog } from '../../store/log/repair-log.ts'
import { type CommandSpec, textOption } from '../command.ts'
import { counted } from '../counted.ts'
import { printable } from '../render/render-table.ts'

/** One log as it was found. `torn`: it ends in what no one was told was kept, and is cut by itself when it is opened. */
type CheckedLog = {
  readonly log: string
  readonly state: 'whole' | 'torn' | 'damaged'
  readonly report: RepairReport
  /** Folder of the repaired copy; null: none was written. */
  readonly repaired: string | null
}

export const repairCommand: CommandSpec = {
  usage: 'repair',
  summary:
    'Look the logs over, frame by frame, and say what can be saved of a damaged one; with --into, write it as a log that opens. What is damaged is never changed. Exit code 1 when one is damaged.',
  options: [{ flags: '--into <folder>', description: 'write repaired copies of the damaged logs into this folder' }],
  examples: ['npx telltale repair', 'npx telltale repair --into repaired --json'],
  run: async (invocation) => {
    const { io, json, dataDir } = invocation
    const names = listLogs(dataDir)
    const text = textOption(invocation, 'into')
    const into = text === null ? null : resolve(io.cwd, text)
    const logs =
      names.length === 0 ? [] : lockedWhile(dataDir, names, () => names.map((log) => checkLog(dataDir, log, into)))
    io.out(json ? JSON.stringify({ logs }) : renderRepair(logs, dataDir))
    return logs.some(({ state }) => state === 'damaged') ? 1 : 0
  },
}

/** Nobody may be writing: a frame on its way to the disk looks like damage. */
function lockedWhile<T>(dataDir: string, names: readonly string[], work: () => T): T {
  const locks = [lockDataFolder(dataDir)]
  try {
    for (const name of names) if (name !== LIVE_LOG) locks.push(lockLog(dataDir, name))
    return work()
  } finally {
    for (const lock of locks) lock.release()
  }
}

function checkLog(dataDir: string, log: string, into: string | null): CheckedLog {
  const report = repairLog({ dir: dataDir, logName: log })
  const torn = findTorn(dataDir, log)
  const beyond = report.damaged.filter((stretch) => stretch.path !== torn?.path || stretch.from < torn.at)
  if (torn !== null && beyond.length === 0 && report.lost.length === 0) {
    const whole = torn.at === 0 && torn.cutBytes === 0
    return { log, state: whole ? 'whole' : 'torn', report, repaired: null }
  }
  if (into !== null) repairLog({ dir: dataDir, logName: log, into })
  return { log, state: 'damaged', report, repaired: into === null ? null : logFolder(into, log) }
}

const NOTHING_TORN: TornTail = { path: '', at: 0, cutBytes: 0, reason: '' }

/** What opening the log would cut from its end; null when it would be refused. */
function findTorn(dataDir: string, log: string): TornTail | null {
  try {
    return inspectLog(logFolder(dataDir, log), log, logFileSystem).torn ?? NOTHING_TORN
  } catch (error) {
    if (error instanceof TelltaleError && error.code === 'log_damaged') return null
    throw error
  }
}

function renderRepair(logs: readonly CheckedLog[], dataDir: string): string {
  if (logs.length === 0) return `There is no log in ${dataDir}.`
  return logs.map((log) => printableLines(renderLog(log, dataDir))).join('\n')
}

function renderLog({ log, state, report, repaired }: CheckedLog, dataDir: string): string[] {
  const { savedPositions, savedFrames, damaged, lost, ignored } = report
  const saved = `${counted(savedPositions, 'message')} in ${counted(savedFrames, 'frame')}`
  if (state === 'whole') return [`${log}: whole, ${saved}`]
  if (state === 'torn')
    return [`${log}: whole, ${saved}, and an end that was never acknowledged; opening the log cuts it off`]
  const place = repaired ?? 'a folder of your choice (--into FOLDER)'
  return [
    `${log}: damaged`,
    ...damaged.map(({ path, from, to }) => `  damaged: ${path}, bytes ${from} to ${to}`),
    `  can be saved: ${saved}`,
    ...lost.map(
      ({ firstN, lastN }) => `  lost: ${counted(lastN - firstN + 1, 'message')}, positions ${firstN} to ${lastN}`,
    ),
    ...ignored.map((path) => `  left out: ${path}, which holds nothing that is not elsewhere`),
    repaired === null ? `  The saved part can be written to ${place}.` : `  The saved part was written to ${place}.`,
    ...(repaired === null
      ? []
      : [`  To use it: move ${join(dataDir, 'log', log)} elsewhere, put ${repaired} in its place, and start again.`]),
  ]
}

function printableLines(lines: readonly string[]): string {
  return lines.map(printable).join('\n')
}
