import type { Books } from '../../config/metrics/settings.ts'
import { MS_PER_DAY } from '../../core/time.ts'
import { stretchesOf, type Terms } from './mrr-changes.ts'

/** Days that Baremetrics still counts what is owed. */
const OWED_DAYS = 30

/**
 * An account's terms with what of them counts as MRR in the books of others. Ours and Stripe: while active or past due. ChartMogul: until it is cancelled, unpaid and
 * paused too. Baremetrics: what has been owed for longer than thirty days is gone.
 */
export function countTerms(terms: readonly Terms[], preset: Books): readonly Terms[] {
  switch (preset) {
    case 'default':
    case 'stripe':
      return terms
    case 'chartmogul':
      return terms.map((one) => (isOwed(one) || one.status === 'paused' ? { ...one, minor: one.termsMinor } : one))
    case 'baremetrics':
      return cutOwed(stretchesOf(terms))
  }
}

function isOwed({ status }: Terms): boolean {
  return status === 'past_due' || status === 'unpaid'
}

/** Of stretches of one subscription after the other: what is owed counts until thirty days after it began to be. */
function cutOwed(stretches: readonly Terms[]): readonly Terms[] {
  let before: Terms | null = null
  let owedSince = Number.NaN
  return stretches.flatMap((one) => {
    const goesOn = before?.subscription === one.subscription && before.to === one.from && isOwed(before)
    if (!goesOn) owedSince = one.from
    before = one
    if (!isOwed(one)) return [one]
    const until = owedSince + OWED_DAYS * MS_PER_DAY
    const parts = [
      { ...one, minor: one.termsMinor, to: Math.min(one.to, until) },
      { ...one, minor: 0, from: Math.max(one.from, until) },
    ]
    return parts.filter(({ from, to }) => to > from)
  })
}
