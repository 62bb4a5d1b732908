import type { WhatIfAnswer, WhatIfPoint } from '../../contract/what-if.ts'
import { LEAST_FIRED } from '../backtest/still-needed.ts'
import { sayAmount, sayShare } from './say-number.ts'

const WHY: Readonly<Record<NonNullable<WhatIfAnswer['because']>, string>> = {
  no_costs: 'Say what a contact costs and what a saved account is worth to get a suggestion.',
  nothing_pays: 'At no threshold do the alerts pay for themselves under these costs.',
  nothing_feasible: 'Every threshold that pays gives more alerts than the team can take.',
  no_clear_gain: 'No clear gain over the present one: leave it.',
  is_best_already: 'The present one is the best already.',
}

type Told = Pick<WhatIfAnswer, 'later' | 'suggested' | 'because' | 'chosen_until'>

/** "At 40 you get 9 alerts a week, 28 % right, seeing 56 % of what comes; at 50: …" */
export function phraseWhatIf({ later, suggested, because, chosen_until: until }: Told, did: string): string {
  if (until === null) return 'Not enough data: nothing is recorded yet.'
  const other = later.other === null ? '' : `; at ${later.other.threshold}: ${sayPoint(later.other, did)}`
  const said = `At the present ${later.present.threshold} there were ${sayPoint(later.present, did)}${other}. That is of what opened after ${until}.`
  if (suggested !== null) return `${said} Suggested: ${suggested}.`
  return because === null ? said : `${said} ${WHY[because]}`
}

function sayPoint({ per_week, precision, recall }: WhatIfPoint, did: string): string {
  const often = per_week === null ? 'too few weeks to count' : `${sayAmount(per_week)} alerts a week`
  const right =
    precision === null
      ? `none of them known to be right or wrong yet (${LEAST_FIRED} are needed)`
      : `${sayShare(precision.estimate)} right`
  const seen = recall === null ? '' : `, seeing ${sayShare(recall.estimate)} of those who ${did}`
  return `${often}, ${right}${seen}`
}
