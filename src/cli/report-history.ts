import { telltaleError } from '../core/errors.ts'
import type { HistoryStep } from '../run/history-step.ts'
import type { Io } from './io.ts'
import { type Progress, reportProgress } from './report-progress.ts'

export const KEPT_ROWS =
  'The rows are in the log; the same command, or the next start of the server, goes on from there.'

/**
 * Says how far a history is that is taken in: its rows, then the accounts whose past is judged.
 * @returns to be told of every step; throws cancelled once the signal is aborted
 */
export function reportHistory(io: Io): (step: HistoryStep) => void {
  let under: { readonly of: string; readonly progress: Progress } | null = null
  const progressOf = (of: string, label: string, unit: string): Progress => {
    if (under?.of !== of) under = { of, progress: reportProgress(io, label, unit) }
    return under.progress
  }
  return (step) => {
    if (io.signal.aborted) throw telltaleError('cancelled', { kept: KEPT_ROWS })
    if (step.kind === 'applied') progressOf(step.log, 'Applying', 'rows').update(step.rows, null)
    else progressOf('judged', 'Judging every day of it', 'accounts').update(step.accounts, step.total)
  }
}
