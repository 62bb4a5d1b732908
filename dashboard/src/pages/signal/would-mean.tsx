import type { SignalRow } from '@contract/signals.ts'
import type { WhatIfAnswer, WhatIfPoint } from '@contract/what-if.ts'
import { useQuery } from '@tanstack/react-query'
import { whatIfQuery } from '../../api/proof.ts'
import { countOf, formatCount } from '../../words/format.ts'
import { formatNumber, formatShare, formatShareLimits } from '../../words/measures.ts'

type WouldMeanProps = { signal: SignalRow; part: string; value: string }

/** What a threshold that is typed would have meant, before it is saved. */
export function WouldMean({ signal: { key, enabled, predicts }, part, value }: WouldMeanProps) {
  const threshold = Number(value)
  const isNumber = value.trim() !== '' && Number.isFinite(threshold)
  const canBeTried = enabled && predicts !== null
  const query = useQuery({
    ...whatIfQuery({ signal: key, at: part, thresholds: [threshold] }),
    enabled: isNumber && canBeTried,
  })
  if (!isNumber) return 'A threshold is a number.'
  if (!canBeTried || query.isError)
    return 'What it would have meant cannot be told for this one. What it turns on or off is silent.'
  if (query.data === undefined || query.isPlaceholderData) return 'Working out what it would have meant…'
  return `${meantWords(query.data, threshold)} What it turns on or off is silent.`
}

/** "2.1 alerts a week instead of 0.7; 30 % (24–37) are right instead of 41 % (33–50). 12 accounts on the list today instead of 4." */
function meantWords({ points, present }: WhatIfAnswer, threshold: number): string {
  const [now, tried] = [present, threshold].map((at) => points.find((point) => point.threshold === at))
  if (tried === undefined) return 'What it would have meant cannot be told for this one.'
  const instead = (word: (point: WhatIfPoint) => string): string =>
    now === undefined || now === tried ? '' : ` instead of ${word(now)}`
  return `${formatNumber(tried.per_week)} alerts a week${instead((at) => formatNumber(at.per_week))}; ${rightWords(tried)}${instead(rightShare)}. ${countOf(tried.on, 'account')} on the list today${instead((at) => formatCount(at.on))}.`
}

function rightWords(point: WhatIfPoint): string {
  return point.precision === null ? 'none of them known yet to be right or wrong' : `${rightShare(point)} are right`
}

function rightShare({ precision }: WhatIfPoint): string {
  return precision === null ? 'too few to say' : `${formatShare(precision.estimate)} (${formatShareLimits(precision)})`
}
