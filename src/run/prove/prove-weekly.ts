import { setTimeout } from 'node:timers/promises'
import type { Project } from '../project.ts'
import { recomputeVerdicts } from './live-verdicts.ts'
import { restBetween } from './pause-unless.ts'
import type { Unhurried } from './proving.ts'

/** Proving goes through all of history, which takes the thread and memory from what comes in: with more accounts it goes on slowly. */
const AT_ONCE_MAX = 2_000
/** Of twice as many accounts one in two is judged: some ten minutes of work, and half a gigabyte, as long as history is. */
const MOST_ACCOUNTS = 20_000
/** 64 MB. */
const MOST_HELD = 32 * 1024 * 1024

/** The verdicts of a week that is over, beside the ticks. Does nothing where they are there, or history is not judged up to now. @throws the reason of `signal` */
export async function proveWeekly(project: Project, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted || project.state !== 'ready') return false
  const slowly = project.store.dictionary.account.size() > AT_ONCE_MAX
  const proving = { stop: signal, progress: () => {} }
  return await recomputeVerdicts(project, slowly ? { ...proving, unhurried: unhurriedFor(project, signal) } : proving)
}

function unhurriedFor({ clock }: Project, signal: AbortSignal): Unhurried {
  // Ended early it is the signal that is told, by whoever rested.
  const rest = (ms: number): Promise<void> => setTimeout(ms, undefined, { signal }).catch(() => {})
  const pause = restBetween({ stop: signal, now: clock.now, rest })
  return { pause, mostAccounts: MOST_ACCOUNTS, mostHeld: MOST_HELD }
}
