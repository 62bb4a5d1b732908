import type { Phi } from '../../stats/proportions/measure-phi.ts'

/** The correlation that the rule of thumb asks for, offered beside what is possible. */
export const SEED_BAR = 0.6

/** "Correlation 0.34 (0.30–0.37). A common rule asks for 0.60, which this pair cannot reach: at most 0.48." null: nothing varies. */
export function phrasePhi(phi: Phi | null): string | null {
  if (phi === null) return null
  const said = `Correlation ${phi.estimate.toFixed(2)} (${phi.lower.toFixed(2)}–${phi.upper.toFixed(2)}).`
  const bar = `A common rule asks for ${SEED_BAR.toFixed(2)}`
  const most = phi.estimate < 0 ? phi.floor : phi.ceiling
  if (Math.abs(most) < SEED_BAR) return `${said} ${bar}, which this pair cannot reach: at most ${most.toFixed(2)}.`
  return `${said} ${bar}; here at most ${most.toFixed(2)} is possible.`
}
