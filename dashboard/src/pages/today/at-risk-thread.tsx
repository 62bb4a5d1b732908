import { RECENT_DAYS } from '@contract/analyze/recent-days.ts'
import { useQuery } from '@tanstack/react-query'
import { bandsQuery } from '../../api/work.ts'
import { PageThread } from '../../charts/page-thread.tsx'
import { CROSSINGS, isImported } from '../../words/bands.ts'
import { dayNumber, dayText } from '../../words/days.ts'
import { formatCount, formatDay } from '../../words/format.ts'

/** The bands of health over the last 90 days. */
export function useRecentBands(asOf: string | null) {
  const from = asOf === null ? undefined : dayText(dayNumber(asOf) - RECENT_DAYS + 1)
  return useQuery({
    ...bandsQuery({ score: 'health', from, limit: CROSSINGS }),
    enabled: asOf !== null,
    retry: false,
  })
}

/** Accounts in the worst band of health over the last 90 days: the wide thread of the page, once these days were lived through. */
export function AtRiskThread({ asOf }: { asOf: string | null }) {
  const query = useRecentBands(asOf)
  const worst = query.data?.bands.at(-1)
  if (query.isError || (query.data !== undefined && isImported(query.data))) return null
  if (query.data === undefined || worst === undefined) return <div className="mb-4 h-16" />
  const { atStart, atEnd, entered, left } = worst
  const before = dayText(dayNumber(query.data.from) - 1)
  return (
    <PageThread
      values={[atStart, ...worst.daily]}
      tone="risk"
      least={24}
      label={`Accounts ${worst.band}: ${formatCount(atStart)} on ${before}, ${formatCount(atEnd)} on ${query.data.to}`}
      first={`${formatCount(atStart)} ${worst.band} on ${formatDay(before, asOf)}`}
      last={
        <>
          <b className="text-ink">
            {formatCount(atEnd)} {worst.band}
          </b>{' '}
          on {formatDay(query.data.to, asOf)}
          <span className="max-desk:hidden">
            : {formatCount(entered)} came, {formatCount(left)} left
          </span>
        </>
      }
    />
  )
}
