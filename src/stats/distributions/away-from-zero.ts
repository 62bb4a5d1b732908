const TINY = 1e-300

/** A continued fraction whose denominator vanishes goes on from a tiny number (Thompson and Barnett 1986). */
export function awayFromZero(x: number): number {
  return Math.abs(x) < TINY ? TINY : x
}
