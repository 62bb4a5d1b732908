import type { Millis } from '../../core/time.ts'
import type { WorldMessage } from '../world-message.ts'

export type ExampleOptions = {
  readonly seed: number
  /** The instant the world ends: nothing is received later. */
  readonly end: Millis
  /** How much of the world is made, above 0 up to 1: the first of its sign-ups, at the same rates. */
  readonly share: number
}

/** A world made for one example. `truth`: what was drawn for each account, as JSON; never read by what is shown. */
export type ExampleWorld = {
  /** In the order of receipt. */
  readonly messages: readonly WorldMessage[]
  readonly truth: readonly Readonly<Record<string, unknown>>[]
}

/** Makes a world of the options; pure. */
export type MakeExample = (options: ExampleOptions) => ExampleWorld
