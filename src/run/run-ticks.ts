import { applyImports, tick } from './advance-project.ts'
import { closePassedDays, nextClose } from './apply/live-log.ts'
import { closeOut } from './decide/close-out.ts'
import type { Project } from './project.ts'

export type Ticking = {
  readonly project: Project
  /** Told of what went wrong; the loop goes on after a pause. */
  readonly failed: (error: unknown) => void
  readonly signal: AbortSignal
}

/** Logs of other processes are looked for this often; the own log wakes the loop at once. */
const POLL_MS = 500
const PAUSE_AFTER_FAILURE_MS = 1_000

/** Applies and judges as events come, closes days as they pass, takes in what imports write. Ends when the signal is aborted, after the tick under way. */
export async function runTicks({ project, failed, signal }: Ticking): Promise<void> {
  const wake = waker(signal)
  const stop = project.live.writer.onCommit(wake.now)
  try {
    while (!signal.aborted) {
      const worked = await turn(project).catch((error: unknown) => {
        failed(error)
        return null
      })
      if (worked === null) await wake.after(PAUSE_AFTER_FAILURE_MS, true)
      else if (!worked)
        await wake.after(
          Math.max(1, Math.min(POLL_MS, nextClose(project.live, project.clock.now()) - project.clock.now())),
          false,
        )
    }
  } finally {
    stop()
  }
}

async function turn(project: Project): Promise<boolean> {
  await closePassedDays(project.live, project.clock.now())
  const before = project.judgedDay
  const { applied } = await tick(project)
  if (project.judgedDay !== before) await closeOut(project)
  if (applied > 0) return true
  return applyImports(project, () => {})
}

/** Sleeps until woken or for a while; `deaf` sleeps are only ended by the signal. */
function waker(signal: AbortSignal): { now: () => void; after: (ms: number, deaf: boolean) => Promise<void> } {
  let end: (() => void) | null = null
  let missed = false
  return {
    now: () => {
      missed = true
      end?.()
    },
    after: (ms, deaf) =>
      new Promise((done) => {
        if (missed && !deaf) {
          missed = false
          done()
          return
        }
        const finish = (): void => {
          clearTimeout(timer)
          signal.removeEventListener('abort', finish)
          end = null
          missed = false
          done()
        }
        const timer = setTimeout(finish, ms)
        signal.addEventListener('abort', finish, { once: true })
        end = deaf ? null : finish
      }),
  }
}
