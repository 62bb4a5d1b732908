import type { Planned } from './planned.ts'
import type { StandingModel } from './read/standing-model.ts'

/** The config in force: what is judged, and what lists and pages show beside it. */
export type ConfigInForce = {
  readonly judged: Planned
  /** The same for a day that is open, on which only event signals are judged: what these ask for. */
  readonly withinDay: Planned
  readonly standing: Planned & { readonly numbers: StandingModel }
  /** null: the built-in configuration. */
  readonly path: string | null
}
