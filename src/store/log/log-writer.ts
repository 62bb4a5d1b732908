import type { Millis } from '../../core/time.ts'
import type { TornTail } from './log-damage.ts'
import type { ControlRecord, MessagesHeader } from './log-record.ts'

/** What an appender says of a body of messages; the log gives it its position. */
export type AppendHeader = Omit<MessagesHeader, 'firstN'>

/** Where something was put. `receivedAt` may be later than what was given: receipts never go back within a log. */
export type Appended = { readonly firstN: number; readonly lastN: number; readonly receivedAt: Millis }

/** Whether the log takes appends: `full` heals by itself when there is room, `failed` needs a restart. */
export type LogStatus = 'open' | 'full' | 'failed' | 'closed'

/** How a log was found. `torn` tells what was cut from its end, for one clear line at start. */
export type OpenedLog = { readonly lastN: number; readonly torn?: TornTail }

export type LogWriterOptions = {
  /** The data folder; the log lies in `<dir>/log/<logName>`. */
  readonly dir: string
  readonly logName: string
  /** A segment that has reached this size is left for a new one. Default 64 MB. */
  readonly segmentBytes?: number
  /** What must stay free on the disk for everything else. Default 128 MB. */
  readonly reserveBytes?: number
}

export const DEFAULT_SEGMENT_BYTES = 64 * 1024 * 1024
export const DEFAULT_RESERVE_BYTES = 128 * 1024 * 1024

/**
 * The one writer of a log. Appends are numbered in the order of the calls, and a promise resolves when its frame has been synced to disk. Appends that wait at the
 * same time share one write and one sync. It rejects with disk_full (try later; nothing of it is kept), log_failed (a sync failed: nothing is taken until the log
 * is opened anew) or bad_argument (a body of 8 MiB or more).
 */
export type LogWriter = {
  readonly opened: OpenedLog
  append(header: AppendHeader, body: Uint8Array): Promise<Appended>
  appendControl(record: ControlRecord, receivedAt: Millis): Promise<Appended>
  /** The last position that is on disk: readers in this process must not go past it. */
  position(): number
  status(): LogStatus
  /** Looks at the disk and gives the status then: a log that is `full`, and gets no appends because it is, heals only by this. */
  checkRoom(): Promise<LogStatus>
  /** Appends not settled yet; who takes requests sheds load by it. */
  pending(): { readonly appends: number; readonly bytes: number }
  /** Calls back after each commit with the last position on disk. Returns how to stop. */
  onCommit(listener: (lastN: number) => void): () => void
  /** Writes and syncs what waits, then lets go of the files. */
  close(): Promise<void>
}
