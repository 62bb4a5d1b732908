import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { TelltaleError } from '../../core/errors.ts'
import { type AppendOutcome, checkRoom, commitAppends, type OpenLog, type PendingAppend } from './commit-appends.ts'
import type { LogWriterOptions } from './log-writer.ts'
import type { ErrorData, FromLogWorker, ToLogWorker } from './log-writer-messages.ts'
import { closeLog, openLog } from './open-log.ts'

/** The thread of one log: takes all appends that wait, writes and syncs them as one commit, answers, and begins again. */
function runLogWriter(port: MessagePort, options: LogWriterOptions): void {
  try {
    const { log, opened } = openLog(options)
    send(port, { kind: 'opened', opened })
    port.on('message', (message: ToLogWorker) => answer(port, log, message))
  } catch (error) {
    send(port, { kind: 'refused', error: errorData(error) })
    port.close()
  }
}

function answer(port: MessagePort, log: OpenLog, first: ToLogWorker): void {
  const appends: PendingAppend[] = []
  let message: ToLogWorker | undefined = first
  while (message?.kind === 'append') {
    unpack(message, appends)
    message = receiveMessageOnPort(port)?.message
  }
  if (appends.length > 0) {
    const outcomes = commitAppends(log, appends).map(outcomeData)
    send(port, { kind: 'committed', outcomes, lastN: log.nextN - 1, status: log.status })
  }
  if (message?.kind === 'check room') send(port, { kind: 'room checked', status: checkRoom(log) })
  if (message?.kind === 'close') {
    closeLog(log)
    send(port, { kind: 'closed' })
    port.close()
  }
}

function unpack(message: Extract<ToLogWorker, { kind: 'append' }>, into: PendingAppend[]): void {
  let at = 0
  for (const [i, header] of message.headers.entries()) {
    const end = at + (message.lengths[i] as number)
    into.push({ header, body: message.bytes.subarray(at, end) })
    at = end
  }
}

function outcomeData(outcome: AppendOutcome) {
  return 'error' in outcome ? { error: errorData(outcome.error) } : outcome
}

function errorData(error: unknown): ErrorData {
  if (error instanceof TelltaleError) return { code: error.code, message: error.message, params: error.params }
  const reason = error instanceof Error ? error.message : String(error)
  return { code: 'bug', message: reason, params: { reason } }
}

function send(port: MessagePort, message: FromLogWorker): void {
  port.postMessage(message)
}

if (parentPort) runLogWriter(parentPort, workerData as LogWriterOptions)
