import type { BacktestProgress } from '../contract/backtest.ts'
import { queryOf } from './connect.ts'
import type { Connection } from './connection.ts'
import type { Io } from './io.ts'
import { reportProgress } from './report-progress.ts'

const EVERY_MS = 500
/** Before so much is read, the time left is a guess. */
const LEAST_SHARE = 0.03

/** Asks for a proof and says meanwhile how far it is, with the time left: `ask` is given the name under which that is told. */
export async function watchProof<T>(io: Io, connection: Connection, ask: (run: string) => Promise<T>): Promise<T> {
  const run = Buffer.from(io.randomBytes(8)).toString('hex')
  const proof = ask(run)
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
