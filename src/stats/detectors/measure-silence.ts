export type SilenceInput = {
  /** Business days with a count, of the eight weeks before the last active day. */
  readonly active: number
  /** Business days in those weeks, active or not. */
  readonly businessDays: number
  /** Business days since the last active day. */
  readonly silent: number
}

/**
 * The probability that an entity which is active on its usual share of business days is silent for so long: (1 − share)^silent, with share
 * (active + ½) / (businessDays + 1) and the days taken as independent.
 */
export function measureSilence({ active, businessDays, silent }: SilenceInput): number {
  return (1 - (active + 0.5) / (businessDays + 1)) ** silent
}
