/** Outside the fold an unknown number is null, never NaN. */
export function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value
}
