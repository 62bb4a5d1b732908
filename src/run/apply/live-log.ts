import type { Clock, Day, Millis, Zone } from '../../core/time.ts'
import type { ControlRecord } from '../../store/log/log-record.ts'
import type { Appended, AppendHeader, LogWriter } from '../../store/log/log-writer.ts'
import type { Door } from './keep-out.ts'

/** The server's own log, with the judgement clock in it: a day that has passed is closed in the log before anything later is written. */
export type LiveLog = {
  readonly writer: LogWriter
  readonly clock: Clock
  readonly zone: Zone
  readonly closeDelayMs: Millis
  /** Last day with a `day_closed` record; null before the first. */
  closedDay: Day | null
  /** What may be written of a body; null: all of it. */
  door: Door | null
}

/** Appends a body received now. Resolves when it is on disk. */
export async function appendBody(
  log: LiveLog,
  header: Omit<AppendHeader, 'receivedAt'>,
  body: Uint8Array,
): Promise<Appended> {
  const now = log.clock.now()
  const [, appended] = await Promise.all([
    closePassedDays(log, now),
    log.writer.append({ ...header, receivedAt: now }, log.door?.(header, body) ?? body),
  ])
  return appended
}

export async function appendControl(log: LiveLog, record: ControlRecord): Promise<Appended> {
  const now = log.clock.now()
  const [, appended] = await Promise.all([closePassedDays(log, now), log.writer.appendControl(record, now)])
  return appended
}

/**
 * Closes every day that has passed and is still open. Appends are numbered in the order of the calls, so the records stand before what is appended next:
 * no event of a later day is ever judged before the close of the day before. Refused (a full disk), the days stay open for the next call; whatever was
 * appended behind a refused record is refused with it.
 */
export async function closePassedDays(log: LiveLog, now: Millis): Promise<void> {
  const last = log.zone.dayOf(now - log.closeDelayMs) - 1
  const before = log.closedDay
  const first = before === null ? last : before + 1
  if (first > last) return
  log.closedDay = last
  const records: Promise<Appended>[] = []
  for (let day = first; day <= last; day++) records.push(log.writer.appendControl({ kind: 'day_closed', day }, now))
  try {
    await Promise.all(records)
  } catch (error) {
    log.closedDay = before
    throw error
  }
}

/** When the next day closes: how long a timer may sleep. */
export function nextClose(log: LiveLog, now: Millis): Millis {
  return log.zone.startOf(log.zone.dayOf(now - log.closeDelayMs) + 1) + log.closeDelayMs
}
