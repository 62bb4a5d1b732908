import type { FunnelFrame, Reached } from './best-attempt.ts'

/** An actor's events [begin, end), each an instant × 2^(steps + 1) with the steps it meets beneath it, as bits, and the exclusion above these. */
export type PackedEvents = { readonly values: Float64Array; readonly begin: number; readonly end: number }

/**
 * The best attempt through steps in order by somebody whose events are all of different instants: the same that trying each attempt finds, in one pass from the last
 * event back. At each event it is known when every step comes next and what follows it, so that no attempt is walked twice, however many begin.
 */
export function makeWalkBack(frame: FunnelFrame): (events: PackedEvents) => Reached | null {
  const { steps, windowMs, from, to } = frame
  const scale = 2 ** (steps + 1)
  const everyStep = (1 << steps) - 1
  // From steps × k on: the instants of the steps from k on, where step k is done next; infinite: it is not.
  const chains = new Float64Array(steps * (steps + 1))
  const best = new Array<number>(steps).fill(0)
  return ({ values, begin, end }) => {
    chains.fill(Number.POSITIVE_INFINITY)
    let excluded = Number.POSITIVE_INFINITY
    let reached = 0
    let lastStart = Number.NEGATIVE_INFINITY
    for (let i = end - 1; i >= begin; i--) {
      const at = Math.floor(values[i]! / scale)
      const mask = values[i]! - at * scale
      // The first step first, so that an event follows none but later ones.
      for (let left = mask & everyStep; left !== 0; left &= left - 1)
        chainFrom(chains, steps, 31 - Math.clz32(left & -left), at)
      if ((mask & 1) !== 0 && at >= from && at < to) {
        if (at > lastStart) lastStart = at
        const depth = depthOf(chains, steps, Math.min(at + windowMs, excluded))
        // Of equal ones the earliest.
        if (depth >= reached) {
          reached = depth
          for (let step = 0; step < depth; step++) best[step] = chains[step]!
        }
      }
      if (mask > everyStep) excluded = at
    }
    return reached === 0 ? null : { start: best[0]!, at: best.slice(0, reached), lastStart }
  }
}

/** The step is done at an instant, and then the next ones as they were to come. */
function chainFrom(chains: Float64Array, steps: number, step: number, at: number): void {
  const own = step * steps
  chains[own + step] = at
  for (let later = step + 1; later < steps; later++) chains[own + later] = chains[own + steps + later]!
}

/** How many steps of an attempt that begins here come by the last instant. */
function depthOf(chains: Float64Array, steps: number, last: number): number {
  let depth = 1
  while (depth < steps && chains[depth]! <= last) depth += 1
  return depth
}
