import { telltaleError } from '../../core/errors.ts'
import type { Millis } from '../../core/time.ts'
import { type AppendOutcome, checkRoom, commitAppends, type OpenLog, type PendingAppend } from './commit-appends.ts'
import { type LogFileSystem, logFileSystem } from './log-file-system.ts'
import type { ControlRecord } from './log-record.ts'
import type { Appended, LogWriter, LogWriterOptions } from './log-writer.ts'
import { closeLog, openLog } from './open-log.ts'

type Waiting = PendingAppend & {
  readonly resolve: (where: Appended) => void
  readonly reject: (error: Error) => void
}

type InlineWriter = {
  readonly log: OpenLog
  readonly listeners: Set<(lastN: number) => void>
  waiting: Waiting[]
  closed: boolean
}

/** A log writer in the calling thread, for imports and tests: appends made in the same turn share a commit. `fs` may be replaced by tests. */
export function openLogWriterInline(options: LogWriterOptions, fs: LogFileSystem = logFileSystem): LogWriter {
  const { log, opened } = openLog(options, fs)
  const writer: InlineWriter = { log, listeners: new Set(), waiting: [], closed: false }
  return {
    opened,
    append: (header, body) => enqueue(writer, { header, body }),
    appendControl: (record, receivedAt) => enqueue(writer, controlAppend(record, receivedAt)),
    position: () => log.nextN - 1,
    status: () => (writer.closed ? 'closed' : log.status),
    checkRoom: async () => (writer.closed ? 'closed' : checkRoom(log)),
    pending: () => ({ appends: writer.waiting.length, bytes: bytesOf(writer.waiting) }),
    onCommit: (listener) => subscribe(writer.listeners, listener),
    close: async () => close(writer),
  }
}

/** A control record as an append: it takes one position and has no body. */
export function controlAppend(record: ControlRecord, receivedAt: Millis): PendingAppend {
  return { header: { ...record, receivedAt, count: 1 }, body: new Uint8Array(0) }
}

/** Adds a listener; returns how to take it away. */
export function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** The error of an append after close. */
export function closedError(folder: string): Error {
  return telltaleError('log_failed', { path: folder, reason: 'it was closed' })
}

function enqueue(writer: InlineWriter, append: PendingAppend): Promise<Appended> {
  if (writer.closed) return Promise.reject(closedError(writer.log.folder))
  return new Promise((resolve, reject) => {
    writer.waiting.push({ ...append, resolve, reject })
    if (writer.waiting.length === 1) setImmediate(flush, writer)
  })
}

function flush(writer: InlineWriter): void {
  const { waiting, log, listeners } = writer
  if (waiting.length === 0) return
  writer.waiting = []
  const before = log.nextN
  const outcomes = commitAppends(log, waiting)
  settle(waiting, outcomes)
  if (log.nextN > before) for (const listener of listeners) listener(log.nextN - 1)
}

/** Resolves or rejects each waiting append with its outcome. */
export function settle(waiting: readonly Omit<Waiting, 'header' | 'body'>[], outcomes: readonly AppendOutcome[]): void {
  for (const [i, { resolve, reject }] of waiting.entries()) {
    const outcome = outcomes[i] as AppendOutcome
    if ('error' in outcome) reject(outcome.error)
    else resolve(outcome)
  }
}

function close(writer: InlineWriter): void {
  if (writer.closed) return
  flush(writer)
  writer.closed = true
  closeLog(writer.log)
}

function bytesOf(waiting: readonly PendingAppend[]): number {
  return waiting.reduce((sum, { body }) => sum + body.byteLength, 0)
}
