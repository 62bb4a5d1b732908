import { Readable } from 'node:stream'
import { setInterval } from 'node:timers'
import { answerQuestions } from '../core/answer-questions.ts'
import type { Clock } from '../core/time.ts'
import { compileSettings } from '../ingest/ingest-settings.ts'
import { importFile } from '../run/apply/import-file.ts'
import { openDoor } from '../run/apply/keep-out.ts'
import { readParquetRows } from '../store/analytic/duckdb/read/read-parquet-rows.ts'
import { ASKED_TO_STOP, type ImportTask, READ, ROWS } from './import-on-thread.ts'

/** How often it is looked whether the import is to stop. */
const LOOK_MS = 50

/** A composition root of its own: the clock of the other thread cannot be passed on. */
function clockOf({ now, isStopped }: ImportTask['clock']): Clock {
  const ahead = now - Date.now()
  return { now: isStopped ? () => now : () => Date.now() + ahead }
}

answerQuestions(async ({ dataDir, plan, takesMisfits, clock, forgotten, settings, progress }: ImportTask) => {
  const stop = new AbortController()
  const look = (): void => {
    if (progress[ASKED_TO_STOP] !== 0) stop.abort()
  }
  look()
  const looking = setInterval(look, LOOK_MS)
  try {
    const answer = await importFile({
      ...{ dataDir, plan, takesMisfits, clock: clockOf(clock), signal: stop.signal },
      stdin: Readable.from([]),
      readParquet: readParquetRows,
      door: openDoor(() => forgotten, compileSettings(settings)),
      progress: (rows, bytes) => {
        progress[READ] = bytes
        progress[ROWS] = rows
      },
    })
    return { answer }
  } finally {
    clearInterval(looking)
  }
})
