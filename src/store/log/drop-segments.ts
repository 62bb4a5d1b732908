import { statSync } from 'node:fs'
import type { Millis } from '../../core/time.ts'
import { listSegments, logFolder } from './list-segments.ts'
import { logFileSystem } from './log-file-system.ts'

export type Retention = {
  /** Everything up to this position is in the store, checkpointed, and in a sealed archive. */
  readonly appliedAndArchivedUpTo: number
  /** Segments written to at or after this moment stay. */
  readonly keepNewerThan: Millis
}

/** Removes the oldest segments that nobody needs; returns their paths. The two newest always stay: the log must know its position. */
export function dropSegments(dataDir: string, logName: string, retention: Retention): string[] {
  const folder = logFolder(dataDir, logName)
  const segments = listSegments(folder)
  const dropped: string[] = []
  for (const [i, { path }] of segments.slice(0, -2).entries()) {
    const lastN = (segments[i + 1]?.firstN ?? 0) - 1
    if (lastN > retention.appliedAndArchivedUpTo || statSync(path).mtimeMs >= retention.keepNewerThan) break
    logFileSystem.remove(path)
    dropped.push(path)
  }
  if (dropped.length > 0) logFileSystem.syncFolder(folder)
  return dropped
}
