export type Speed = { readonly speed: 'fast' | 'normal' | 'slow' | 'failed' | 'pending' | null; readonly late: boolean }

/**
 * How fast somebody was activated, by whole days of 24 hours since sign-up: 0 to 3 fast, 4 to 7 normal, 8 to 14 slow, later or never failed (late when it did
 * happen); younger than 15 days without it: pending. `days` and `age` null: unknown.
 */
export function activationSpeed({ days, age }: { readonly days: number | null; readonly age: number | null }): Speed {
  if (days === null) {
    if (age === null) return { speed: null, late: false }
    return { speed: age < 15 ? 'pending' : 'failed', late: false }
  }
  const whole = Math.floor(days)
  if (whole <= 3) return { speed: 'fast', late: false }
  if (whole <= 7) return { speed: 'normal', late: false }
  return whole <= 14 ? { speed: 'slow', late: false } : { speed: 'failed', late: true }
}
