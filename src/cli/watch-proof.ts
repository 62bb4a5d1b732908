import type { BacktestProgress } from '../contract/backtest.ts'
import { queryOf } from './connect.ts'
import type { Connection } from './connection.ts'
import type { Io } from './io.ts'
import { reportProgress } from './report-progress.ts'

const EVERY_MS = 500
/** Before so much is read, the time left is a guess. */
const LEAST_SHARE = 0.03

/** Waits for a proof and says meanwhile how far it is, with the time left. `run` names it. */
export async function watchProof<T>(
  io: Io,
  connection: Connection,
  { run, proof }: { readonly run: string; readonly proof: Promise<T> },
): Promise<T> {
  const progress = reportProgress(io, 'Replaying history', 'accounts')
  let waiting = true
  const done = proof.finally(() => {
    waiting = false
  })
  const watch = async (): Promise<void> => {
    while (waiting) {
      await Promise.race([new Promise((resume) => setTimeout(resume, EVERY_MS)), done.catch(() => {})])
      if (!waiting) return
      const at = await connection.get<BacktestProgress>(`/backtest/progress${queryOf({ run })}`).catch(() => null)
      if (at !== null && at.total > 0 && at.done > LEAST_SHARE * at.total) progress.update(at.done, at.total)
    }
  }
  const watching = watch()
  try {
    return await done
  } finally {
    await watching
    io.rewriteLine?.('')
  }
}
