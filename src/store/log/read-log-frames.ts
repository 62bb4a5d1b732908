import { type LogFileSystem, logFileSystem } from './log-file-system.ts'
import { type LogRead, type LogReaderOptions, openLogReader } from './open-log-reader.ts'

/** Reads some frames once: those after a position, about `maxBytes` of them, none past `upTo`. To follow a log, openLogReader keeps its place. */
export function readLogFrames(
  options: LogReaderOptions & { readonly maxBytes: number; readonly upTo?: number },
  fs: LogFileSystem = logFileSystem,
): LogRead {
  const reader = openLogReader(options, fs)
  try {
    return reader.read(options.maxBytes, options.upTo)
  } finally {
    reader.close()
  }
}
