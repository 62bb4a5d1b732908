export type ImmortalWorld = {
  /** Chance to leave, each day. */
  readonly leaving: number
  /** Chance to reach the step, each day on which it has not been and the customer is still there. */
  readonly reaching: number
  /** The step counts if reached on days 1 … window. */
  readonly window: number
  /** Retained: still there after this day; at least `window`. */
  readonly horizon: number
}

/**
 * How many times as often those who reached a step would be retained, counted over all who started, in a product where the step does nothing at all: the
 * others had less time to reach it. Closed form, for showing why a landmark is used; at the landmark the ratio is 1.
 */
export function predictImmortalRatio({ leaving, reaching, window, horizon }: ImmortalWorld): number {
  const retained = (1 - leaving) ** horizon
  const reachedIfThere = 1 - (1 - reaching) ** window
  const neither = (1 - leaving) * (1 - reaching)
  const reached = ((1 - leaving) * reaching * (1 - neither ** window)) / (1 - neither)
  return (retained * reachedIfThere) / reached / ((retained * (1 - reachedIfThere)) / (1 - reached))
}
