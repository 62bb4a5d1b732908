import type { AccountDetail } from '../../contract/account.ts'
import type { IndicatorStanding } from '../../contract/indicators.ts'
import { phraseAmount } from '../../contract/phrase-comparison.ts'
import { renderTable } from './render-table.ts'

/** The named indicators of an account with their last eight weeks, and those of its members. */
export function renderIndicators({ key, asOf, indicators, members }: AccountDetail): string {
  if (indicators.length === 0 && members.every((one) => one.indicators.length === 0))
    return 'The configuration names no indicators.'
  const own = renderTable<IndicatorStanding>(
    [
      { head: key, cell: (one) => one.key },
      { head: 'now', cell: phraseValue, number: true },
      { head: 'mean of each of the last 8 weeks', cell: ({ weeks, unit }) => weeks.map(amountIn(unit)).join('  ') },
      { head: 'what it is', cell: ({ label }) => label },
    ],
    indicators,
  )
  const columns = (members[0]?.indicators ?? []).map(({ key: name }, i) => ({
    head: name,
    cell: (row: AccountDetail['members'][number]) => {
      const one = row.indicators[i]
      return one === undefined ? '–' : phraseValue(one)
    },
    number: true,
  }))
  const ofMembers =
    columns.length === 0 ? [] : ['', renderTable([{ head: 'member', cell: (row) => row.person }, ...columns], members)]
  return [own, ...ofMembers, '', `At the close of ${asOf}.`].join('\n')
}

/** A share is never said without what it is of. */
function phraseValue({ value, unit, parts }: IndicatorStanding): string {
  const of = parts?.how === 'ratio' && unit === 'share'
  return `${phraseAmount(value, unit)}${of ? ` (${parts.top.value ?? '?'} of ${parts.bottom.value ?? '?'})` : ''}`
}

function amountIn(unit: string): (value: number | null) => string {
  return (value) => (value === null ? '–' : phraseAmount(value, unit))
}
