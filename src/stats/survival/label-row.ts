/** One row of the panel, in days: what was known about an entity as of a day. */
export type PanelRow = {
  readonly asOf: number
  /** The day of the outcome; null where none is known. */
  readonly outcomeOn: number | null
  /** The last day of which it is known whether the outcome happened. */
  readonly followedUntil: number
}

export type Label = 'not_at_risk' | 'censored' | 'in_gap' | 'positive' | 'negative'

/**
 * What became of a row: the outcome is looked for in (asOf + gap, asOf + gap + horizon]. Whether a row is mature depends on the calendar alone, never on its
 * outcome: an early outcome of a row not yet followed to the end is left out together with those who did not have it, else recent rows would all be positive.
 */
export function labelRow(row: PanelRow, { gap, horizon }: { readonly gap: number; readonly horizon: number }): Label {
  const { asOf, outcomeOn, followedUntil } = row
  if (outcomeOn !== null && outcomeOn <= asOf) return 'not_at_risk'
  if (followedUntil < asOf + gap + horizon) return 'censored'
  if (outcomeOn === null || outcomeOn > asOf + gap + horizon) return 'negative'
  return outcomeOn <= asOf + gap ? 'in_gap' : 'positive'
}
