const BESIDE = new Set(['activation', 'onboarding'])

/** The score that speaks for an account: `health` when there is one, else the first of the configuration, else what onboarding says; null: there is none. */
export function leadScore(keys: readonly string[]): string | null {
  return keys.find((key) => key === 'health') ?? keys.find((key) => !BESIDE.has(key)) ?? keys[0] ?? null
}
