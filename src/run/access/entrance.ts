import type { Clock } from '../../core/time.ts'
import type { ControlStore } from '../../store/control/open-control-store.ts'
import type { HashCost } from './hash-password.ts'

/** What coming in needs: the control store, the time, and randomness from the composition root. */
export type Entrance = {
  readonly control: ControlStore
  readonly clock: Clock
  readonly randomOf: (size: number) => Uint8Array
  /** What hashing a password costs; default: `FULL_COST`. */
  readonly cost?: HashCost
}
