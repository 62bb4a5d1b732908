import { setTimeout } from 'node:timers/promises'
import type { SourceList } from '../contract/sources.ts'
import type { Connection } from './connection.ts'
import type { Io } from './io.ts'
import { type Progress, reportProgress } from './report-progress.ts'

const EVERY_MS = 500

/** Waits for a reading and says meanwhile how far it is. */
export async function watchSync<T>(io: Io, connection: Connection, reading: Promise<T>): Promise<T> {
  const ended = new AbortController()
  const watching = watch(io, connection, ended.signal)
  try {
    return await reading
  } finally {
    ended.abort()
    await watching
    io.rewriteLine?.('')
  }
}

async function watch(io: Io, connection: Connection, ended: AbortSignal): Promise<void> {
  let under = { target: '', progress: null as Progress | null }
  while (!ended.aborted) {
    await setTimeout(EVERY_MS, undefined, { signal: ended }).catch(() => {})
    if (ended.aborted) return
    const sources = await connection.get<SourceList>('/sources').catch(() => null)
    const running = sources?.data.find((source) => source.running !== null)?.running ?? null
    if (running === null || running.target === '') continue
    if (under.target !== running.target)
      under = { target: running.target, progress: reportProgress(io, `Reading ${running.target}`, 'rows') }
    under.progress?.update(running.rows, null)
  }
}
