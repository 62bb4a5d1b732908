import { setTimeout } from 'node:timers/promises'
import type { Project } from '../project.ts'
import { restBetween } from './pause-unless.ts'
import type { Unhurried } from './proving.ts'

/** Of twice as many accounts one in two is judged: some ten minutes of work, and half a gigabyte, as long as history is. */
const MOST_ACCOUNTS = 20_000
/** 64 MB. */
const MOST_HELD = 32 * 1024 * 1024

/** How a proof goes on beside what must not wait for it. */
export function unhurriedFor({ clock }: Pick<Project, 'clock'>, signal: AbortSignal): Unhurried {
  // Ended early it is the signal that is told, by whoever rested.
  const rest = (ms: number): Promise<void> => setTimeout(ms, undefined, { signal }).catch(() => {})
  const pause = restBetween({ stop: signal, now: clock.now, rest })
  return { pause, mostAccounts: MOST_ACCOUNTS, mostHeld: MOST_HELD }
}
