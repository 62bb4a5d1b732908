/** What a detector's alpha may be. */
const ALPHAS = [0.01, 0.005, 0.002, 0.001] as const
/** False alarms that are put up with, per 100 healthy account-weeks. */
export const FALSE_ALARM_TARGET = 1

/** The next stricter alpha where a replay gave more false alarms than the target; null where the present one may stay, or none is stricter. */
export function proposeAlpha(alpha: number, falseAlarms: number, target = FALSE_ALARM_TARGET): number | null {
  if (falseAlarms <= target) return null
  return ALPHAS.find((stricter) => stricter < alpha) ?? null
}
