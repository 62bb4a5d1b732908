import { type LogReader, openLogReader } from '../store/log/open-log-reader.ts'
import type { FrameStretch } from './normalise-batch.ts'

/** Where to go on in a log. */
export type LogPlace = {
  readonly dataDir: string
  readonly log: string
  readonly after: number
  /** About so much is read, a frame at least. */
  readonly bytes: number
  /** How far its writer is, who is of this process; absent: another process writes it, and what it wrote is synced before it is read. */
  readonly upTo?: number
}

/** Reads logs forward, one open reader a log. */
export type Stretches = {
  /** null: there is nothing new. @throws log_damaged */
  readonly read: (place: LogPlace) => FrameStretch | null
  readonly close: () => void
}

export function openStretches(): Stretches {
  const readers = new Map<string, { readonly reader: LogReader; at: number }>()
  return {
    read: ({ dataDir, log, after, bytes, upTo: written }) => {
      let open = readers.get(log)
      if (open === undefined || open.at !== after) {
        open?.reader.close()
        open = {
          reader: openLogReader({ dir: dataDir, logName: log, after, foreign: written === undefined }),
          at: after,
        }
        readers.set(log, open)
      }
      const { frames, upTo } = open.reader.read(bytes, written)
      open.at = upTo
      return frames.length === 0 ? null : { log, after, upTo, frames }
    },
    close: () => {
      for (const { reader } of readers.values()) reader.close()
      readers.clear()
    },
  }
}
