import type { Phi } from '../../stats/proportions/measure-phi.ts'

/** The correlation that the rule of thumb asks for, offered beside what is possible. */
export const SEED_BAR = 0.6

/** "Correlation 0.34 (0.30–0.37). A common rule asks for 0.60, which this pair cannot reach: at most 0.48." null: nothing varies. */
export function phrasePhi(phi: Phi | null): string | null {
  if (phi === null) return null
  const [lower, upper] = [sayPhi(phi.lower), sayPhi(phi.upper)]
  const said = `Correlation ${sayPhi(phi.estimate)} (${lower}${lower.startsWith('−') ? ' to ' : '–'}${upper}).`
  const bar = `A common rule asks for ${SEED_BAR.toFixed(2)}`
  const [most, far] = phi.estimate < 0 ? [phi.floor, 'down to'] : [phi.ceiling, 'at most']
  if (Math.abs(most) < SEED_BAR) return `${said} ${bar}, which this pair cannot reach: ${far} ${sayPhi(most)}.`
  return `${said} ${bar}; here ${far} ${sayPhi(most)} is possible.`
}

/** With a proper minus, and none before nothing. */
function sayPhi(phi: number): string {
  const said = Math.abs(phi).toFixed(2)
  return phi < 0 && Number(said) !== 0 ? `−${said}` : said
}
