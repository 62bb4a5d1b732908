const STEPS = 2 ** 30

/** A number of points to the nearest 2⁻³⁰: such numbers add up exactly, in any order. */
export function exactPoints(points: number): number {
  return Math.round(points * STEPS) / STEPS
}

/** Parts of a total, each to the nearest step; what rounding leaves over goes to the largest, so that they add up to the total exactly. */
export function splitPoints(total: number, parts: readonly number[]): number[] {
  const exact = parts.map(exactPoints)
  const left = total - exact.reduce((sum, part) => sum + part, 0)
  const largest = exact.reduce((best, part, i) => (Math.abs(part) > Math.abs(exact[best]!) ? i : best), 0)
  return exact.map((part, i) => (i === largest ? part + left : part))
}
