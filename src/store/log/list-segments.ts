import { join } from 'node:path'
import { telltaleError } from '../../core/errors.ts'
import { type LogFileSystem, logFileSystem } from './log-file-system.ts'

/** One file of a log; `firstN` is in its name and is the position of its first event. */
export type Segment = { readonly firstN: number; readonly path: string }

const DIGITS = 16
const SEGMENT_NAME = /^(\d{16})\.seg$/
const LOG_NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/

/** The folder of a log: `<dataDir>/log/<logName>`. A name is made of a-z, 0-9, `_` and `-`, at most 64; else bad_argument. */
export function logFolder(dataDir: string, logName: string): string {
  if (!LOG_NAME.test(logName)) {
    throw telltaleError('bad_argument', {
      argument: 'The name of a log',
      value: JSON.stringify(logName.slice(0, 80)),
      expected: 'at most 64 of a-z, 0-9, _ and -',
    })
  }
  return join(dataDir, 'log', logName)
}

export function segmentPath(folder: string, firstN: number): string {
  return join(folder, `${String(firstN).padStart(DIGITS, '0')}.seg`)
}

/** The segments of a log in order; none when the folder is not there. A file that ends in `.seg` under another name is refused with log_damaged. */
export function listSegments(folder: string, fs: LogFileSystem = logFileSystem): Segment[] {
  const segments: Segment[] = []
  for (const name of listFolder(folder, fs)) {
    if (!name.endsWith('.seg')) continue
    const digits = SEGMENT_NAME.exec(name)?.[1]
    const path = join(folder, name)
    if (digits === undefined) {
      throw telltaleError('log_damaged', { path, offset: 0, reason: 'this is not a name the log gives to a segment' })
    }
    segments.push({ firstN: Number(digits), path })
  }
  return segments.sort((a, b) => a.firstN - b.firstN)
}

/** The names of the logs in a data folder, sorted: the server's own, and one per import. */
export function listLogs(dataDir: string, fs: LogFileSystem = logFileSystem): string[] {
  return listFolder(join(dataDir, 'log'), fs)
    .filter((name) => LOG_NAME.test(name))
    .sort()
}

function listFolder(folder: string, fs: LogFileSystem): string[] {
  try {
    return fs.list(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
