import { announceOverrides } from './activate-config.ts'
import { applyImports, tick } from './advance-project.ts'
import { closePassedDays, nextClose } from './apply/live-log.ts'
import { closeSome } from './decide/close-days.ts'
import { closeOut } from './decide/close-out.ts'
import { judgeMetrics } from './decide/judge-metrics.ts'
import { restateMetrics } from './decide/restate-metrics.ts'
import { giveWay } from './give-way.ts'
import type { Project } from './project.ts'
import { proveWeekly } from './prove/prove-weekly.ts'
import { keepFolded, keepStanding } from './read/keep-standing.ts'
import { onceVisited } from './read/note-visit.ts'
import { standBeside } from './stand/stand-beside.ts'

export type Ticking = {
  readonly project: Project
  /** Told of what went wrong; the loop goes on after a pause. */
  readonly failed: (error: unknown) => void
  /** The share of the time since it was last asked in which this thread, which also takes in, was busy: 0 to 1. */
  readonly busy: () => number
  /** Makes ready what is asked of all accounts first; absent: whoever asks waits for it. */
  readonly makeReady?: () => Promise<void>
  readonly signal: AbortSignal
}

/** Logs of other processes are looked for this often; the own log wakes the loop at once. */
const POLL_MS = 500
/** Whoever comes first has the processor for their page. */
const FIRST_PAGE_MS = 3_000
const PAUSE_AFTER_FAILURE_MS = 1_000
/** Accounts that a day close judges between two ticks: some 50 ms, which what has just come in waits longer. */
const PIECE = 40
/** A tick of so many messages shows that more comes in than ticks keep up with, or that they are behind: then it is looked whether to give way. */
const MANY_MESSAGES = 1_000

/** Applies and judges as events come, closes days as they pass, takes in what imports write. Ends when the signal is aborted, after the tick under way. */
export async function runTicks(ticking: Ticking): Promise<void> {
  const { project, failed, signal } = ticking
  const wake = waker(signal)
  const stop = project.live.writer.onCommit(wake.now)
  // Beside the ticks: merging and sealing take as long as the store is large.
  let closedOut = Promise.resolve()
  // What is given up as the server ends is done at the next close.
  const failedBeside = (error: unknown): void => (signal.aborted ? undefined : failed(error))
  // Whoever asks waits for it then; the rest goes on.
  const makeReady = (): Promise<void> => (ticking.makeReady?.() ?? Promise.resolve()).catch(failedBeside)
  const onClosed = (): void => {
    closedOut = closedOut
      .then(makeReady)
      .then(() => closeOut(project))
      .then(() => judgeMetrics(project, signal))
      .then(() => restateMetrics(project, signal))
      .then(() => keepStanding(project, signal))
      .then(() => proveWeekly(project, signal))
      .then(() => {}, failedBeside)
  }
  // What a start with another configuration, or after an import, changes of them.
  closedOut = makeReady()
    .then(() => judgeMetrics(project, signal))
    .then(() => restateMetrics(project, signal))
    .then(() => keepStanding(project, signal))
    .then(() => {}, failedBeside)
  const standing = standBeside({ project, signal, behind: () => closedOut, failed: failedBeside })
  const folded = onceVisited(project.visits, { after: FIRST_PAGE_MS, stop: signal }, async () => {
    await closedOut
    await keepFolded(project, signal)
    standing.begin()
  }).catch(failedBeside)
  try {
    while (!signal.aborted) {
      const began = project.clock.now()
      const turned = await turn(project, onClosed).catch((error: unknown) => {
        failed(error)
        return null
      })
      standing.look()
      if (turned === null) await wake.after(PAUSE_AFTER_FAILURE_MS, true)
      else if (turned.applied >= MANY_MESSAGES)
        await giveWay({ ...ticking, rest: (ms) => wake.after(ms, true) }, project.clock.now() - began)
      else if (!turned.worked)
        await wake.after(
          Math.max(1, Math.min(POLL_MS, nextClose(project.live, project.clock.now()) - project.clock.now())),
          false,
        )
    }
  } finally {
    stop()
    await closedOut
    await folded
    await standing.ended()
  }
}

async function turn(
  project: Project,
  onClosed: () => void,
): Promise<{ readonly applied: number; readonly worked: boolean }> {
  await closePassedDays(project.live, project.clock.now())
  await announceOverrides(project)
  const before = project.judgedDay
  const { applied } = await tick(project)
  const closed = await closeSome(project, { accounts: PIECE, wait: false })
  if (project.judgedDay !== before) onClosed()
  const worked = applied > 0 || closed !== null
  return { applied, worked: worked || (await applyImports(project, () => {})) }
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
