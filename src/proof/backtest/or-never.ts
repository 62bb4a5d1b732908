const NEVER = 1e6

/** The number of the plain rule; where it has none, the account never did what it counts. */
export function orNever(plain: number): number {
  return Number.isNaN(plain) ? NEVER : plain
}
