import { phraseAmount } from './phrase-comparison.ts'
import type { FrozenKnots } from './scores.ts'

/** "0 % of it at 2, 50 % at 5, 100 % at 12: as 214 accounts in small were when the quarter began on 2026-04-01". */
export function phraseFrozen({ quarter, group, accounts, knots }: FrozenKnots, unit: string): string {
  const points = knots.map(
    ({ at, share }, i) => `${phraseAmount(share, 'share')}${i === 0 ? ' of it' : ''} at ${phraseAmount(at, unit)}`,
  )
  const whom = `${accounts.toLocaleString('en')} accounts${group === null ? '' : ` in ${group}`}`
  return `${points.join(', ')}: as ${whom} were when the quarter began on ${quarter}`
}
