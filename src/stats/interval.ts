/** An estimate with its 95 % limits. */
export type Interval = {
  readonly estimate: number
  readonly lower: number
  readonly upper: number
}
