import { Worker } from 'node:worker_threads'
import { TelltaleError, telltaleError } from '../../core/errors.ts'
import { workerUrl } from '../../core/package-root.ts'
import type { PendingAppend } from './commit-appends.ts'
import { logFolder } from './list-segments.ts'
import type { Appended, LogStatus, LogWriter, LogWriterOptions, OpenedLog } from './log-writer.ts'
import type { ErrorData, FromLogWorker, ToLogWorker } from './log-writer-messages.ts'
import { closedError, controlAppend, settle, subscribe } from './open-log-writer-inline.ts'

type Unsettled = {
  readonly bytes: number
  readonly resolve: (where: Appended) => void
  readonly reject: (error: Error) => void
}

/** The side of the log that appenders see: what waits to be sent to the thread, and what waits for its answer, both in order. */
type ThreadedWriter = {
  readonly worker: Worker
  readonly folder: string
  readonly listeners: Set<(lastN: number) => void>
  readonly closing: PromiseWithResolvers
  unsent: PendingAppend[]
  unsettled: Unsettled[]
  unsettledBytes: number
  lastN: number
  status: LogStatus
  closeAsked: boolean
  roomAsked: ((status: LogStatus) => void)[]
}

type PromiseWithResolvers = { readonly promise: Promise<void>; readonly resolve: () => void }

/**
 * Opens a log for writing in a thread of its own, which uses no thread of the pool: long queries cannot delay an acknowledgement.
 * Rejects with log_damaged when the log is not whole before its end. `append` copies the body; the caller keeps it.
 */
export async function openLogWriter(options: LogWriterOptions): Promise<LogWriter> {
  const folder = logFolder(options.dir, options.logName)
  const worker = new Worker(workerUrl('store/log/log-writer.worker.ts'), { workerData: options })
  const opened = await waitUntilOpened(worker, folder)
  const writer: ThreadedWriter = {
    worker,
    folder,
    listeners: new Set(),
    closing: promiseWithResolvers(),
    unsent: [],
    unsettled: [],
    unsettledBytes: 0,
    lastN: opened.lastN,
    status: 'open',
    closeAsked: false,
    roomAsked: [],
  }
  listen(writer)
  return {
    opened,
    append: (header, body) => enqueue(writer, { header, body }),
    appendControl: (record, receivedAt) => enqueue(writer, controlAppend(record, receivedAt)),
    position: () => writer.lastN,
    status: () => writer.status,
    checkRoom: () => askRoom(writer),
    pending: () => ({ appends: writer.unsettled.length, bytes: writer.unsettledBytes }),
    onCommit: (listener) => subscribe(writer.listeners, listener),
    close: () => close(writer),
  }
}

function waitUntilOpened(worker: Worker, folder: string): Promise<OpenedLog> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(telltaleError('log_failed', { path: folder, reason: error.message }, error))
    worker.once('error', fail)
    worker.once('message', (message: FromLogWorker) => {
      worker.off('error', fail)
      if (message.kind === 'opened') resolve(message.opened)
      else if (message.kind === 'refused') reject(errorFrom(message.error))
      else fail(new Error(`unexpected message ${message.kind}`))
    })
  })
}

function listen(writer: ThreadedWriter): void {
  writer.worker.on('message', (message: FromLogWorker) => {
    if (message.kind === 'committed') receive(writer, message)
    if (message.kind === 'room checked') answerRoom(writer, message.status)
  })
  writer.worker.on('error', (error) => abandon(writer, error.message))
  writer.worker.on('exit', () => {
    abandon(writer, 'its thread ended')
    writer.closing.resolve()
  })
}

function enqueue(writer: ThreadedWriter, append: PendingAppend): Promise<Appended> {
  if (writer.status === 'closed' || writer.closeAsked) return Promise.reject(closedError(writer.folder))
  return new Promise((resolve, reject) => {
    writer.unsent.push(append)
    writer.unsettled.push({ bytes: append.body.byteLength, resolve, reject })
    writer.unsettledBytes += append.body.byteLength
    // One message to the thread for all appends of this turn.
    if (writer.unsent.length === 1) setImmediate(sendUnsent, writer)
  })
}

function sendUnsent(writer: ThreadedWriter): void {
  const appends = writer.unsent
  if (appends.length === 0) return
  writer.unsent = []
  const lengths = appends.map(({ body }) => body.byteLength)
  const bytes = Buffer.allocUnsafeSlow(lengths.reduce((sum, length) => sum + length, 0))
  let at = 0
  for (const { body } of appends) {
    bytes.set(body, at)
    at += body.byteLength
  }
  post(writer, { kind: 'append', headers: appends.map(({ header }) => header), lengths, bytes }, [bytes.buffer])
}

function post(writer: ThreadedWriter, message: ToLogWorker, transfer: ArrayBuffer[] = []): void {
  writer.worker.postMessage(message, transfer)
}

function receive(writer: ThreadedWriter, message: Extract<FromLogWorker, { kind: 'committed' }>): void {
  const settled = writer.unsettled.splice(0, message.outcomes.length)
  for (const { bytes } of settled) writer.unsettledBytes -= bytes
  const moved = message.lastN > writer.lastN
  writer.lastN = message.lastN
  writer.status = message.status
  settle(
    settled,
    message.outcomes.map((outcome) => ('error' in outcome ? { error: errorFrom(outcome.error) } : outcome)),
  )
  if (moved) for (const listener of writer.listeners) listener(message.lastN)
}

function askRoom(writer: ThreadedWriter): Promise<LogStatus> {
  if (writer.closeAsked || writer.status === 'failed') return Promise.resolve(writer.status)
  return new Promise((resolve) => {
    writer.roomAsked.push(resolve)
    if (writer.roomAsked.length === 1) post(writer, { kind: 'check room' })
  })
}

function answerRoom(writer: ThreadedWriter, status: LogStatus): void {
  const asked = writer.roomAsked
  writer.roomAsked = []
  writer.status = status
  for (const resolve of asked) resolve(status)
}

/** The thread is gone: whatever waits was not acknowledged. */
function abandon(writer: ThreadedWriter, reason: string): void {
  const { unsettled } = writer
  answerRoom(writer, writer.closeAsked ? 'closed' : 'failed')
  writer.unsettled = []
  writer.unsent = []
  writer.unsettledBytes = 0
  for (const { reject } of unsettled) reject(telltaleError('log_failed', { path: writer.folder, reason }))
}

function close(writer: ThreadedWriter): Promise<void> {
  if (!writer.closeAsked) {
    writer.closeAsked = true
    sendUnsent(writer)
    if (writer.status !== 'failed') post(writer, { kind: 'close' })
    else void writer.worker.terminate().then(() => writer.closing.resolve())
  }
  return writer.closing.promise
}

function errorFrom({ code, message, params }: ErrorData): TelltaleError {
  return new TelltaleError(code, message, params)
}

function promiseWithResolvers(): PromiseWithResolvers {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
