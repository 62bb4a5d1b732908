import { setImmediate as afterThisTurn } from 'node:timers/promises'
import type { ControlStore } from '../store/control/open-control-store.ts'
import { type SettledAttempt, settleDeliveries } from '../store/control/settle-deliveries.ts'

/** Writes down what became of an attempt; resolves when it is on the disk. */
export type Settle = (attempts: readonly SettledAttempt[]) => Promise<void>

/** What ends in the same turn of the event loop, or while a commit is under way, is written down together: the disk is waited for once. */
export function settleTogether(control: ControlStore, told: (disabled: readonly string[]) => Promise<void>): Settle {
  const waiting: SettledAttempt[] = []
  let next: Promise<void> | null = null
  let last: Promise<void> = Promise.resolve()
  const commit = async (): Promise<void> => {
    next = null
    const attempts = waiting.splice(0)
    await told(await settleDeliveries(control, attempts))
  }
  return (attempts) => {
    waiting.push(...attempts)
    next ??= last.then(afterThisTurn).then(commit)
    last = next.catch(() => {})
    return next
  }
}
