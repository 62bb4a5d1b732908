import type { AccountLimit, LimitForecast } from '@contract/account-parts/account-limits.ts'
import { useQuery } from '@tanstack/react-query'
import { limitsQuery } from '../../api/account-parts.ts'
import { Note, Section } from '../../parts/section.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { daysBetween } from '../../words/days.ts'
import { countOf, formatDay } from '../../words/format.ts'
import { formatNumber } from '../../words/measures.ts'

type LimitsProps = { account: string; asOf: string | undefined }

/** How much of its plan the account uses, and when it meets the end of it. */
export function PlanLimits({ account, asOf }: LimitsProps) {
  const query = useQuery(limitsQuery(account, asOf))
  return (
    <Section title="Plan limits">
      <Waiting query={query} what="The limits" height={88}>
        {(limits) =>
          limits.data.length === 0 ? (
            <NoLimits />
          ) : (
            <>
              {limits.data.map((limit) => (
                <Limit key={limit.key} limit={limit} asOf={limits.asOf} />
              ))}
              {limits.data.some(({ forecast }) => forecast !== null) && <GaugeKey />}
            </>
          )
        }
      </Waiting>
    </Section>
  )
}

/** The next step where no limit is said. */
function NoLimits() {
  return (
    <p className="text-dense text-ink-2 [overflow-wrap:anywhere]">
      No limit of a plan is configured. One is said like this:{' '}
      <code>{"entitlements: { seats: limit(members(), trait('seats')) }"}</code>
    </p>
  )
}

type LimitProps = { limit: AccountLimit; asOf: string }

function Limit({ limit, asOf }: LimitProps) {
  const { title, counts, used, most, forecast } = limit
  return (
    <div className="pb-3.5 text-dense">
      <p className="flex justify-between gap-3" title={counts}>
        <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{title}</span>
        <span className="whitespace-nowrap">
          {used === null ? 'not known' : formatNumber(used)}
          {most !== null && <span className="text-ink-3"> of {formatNumber(most)}</span>}
        </span>
      </p>
      {used !== null && most !== null && <Gauge used={used} most={most} forecast={forecast} />}
      <p className="text-small text-ink-3">{limitWords(limit, asOf)}</p>
    </div>
  )
}

/** Room behind the limit, so that one sees what goes beyond it. */
const SCALE = 1.25

/** What is used, the range of what will be in 30 days, and the limit. */
function Gauge({ used, most, forecast }: { used: number; most: number; forecast: LimitForecast | null }) {
  const end = SCALE * Math.max(most, used / SCALE, 1)
  const at = (n: number) => `${(100 * Math.min(Math.max(n, 0), end)) / end}%`
  return (
    <span aria-hidden="true" className="relative my-1.5 block h-2 rounded-1 bg-mist-2">
      <span className="absolute inset-y-0 left-0 rounded-1 bg-sea-fill" style={{ width: at(used) }} />
      {forecast !== null && (
        <span
          className="absolute inset-y-0 bg-watch-fill/40"
          style={{ left: at(forecast.in30.lower), right: `calc(100% - ${at(forecast.in30.upper)})` }}
        />
      )}
      <span className="absolute -inset-y-[3px] w-[1.5px] bg-ink-2" style={{ left: at(most) }} />
    </span>
  )
}

function GaugeKey() {
  return (
    <Note>
      <span aria-hidden="true" className="mr-1.5 inline-block h-3 w-[1.5px] bg-ink-2 align-[-2px]" />
      limit
      <span aria-hidden="true" className="mr-1.5 ml-4 inline-block h-2 w-4 rounded-1 bg-watch-fill/40" />
      in 30 days, 95{'\u202f'}%
    </Note>
  )
}

function limitWords(limit: AccountLimit, asOf: string): string {
  const { forecast, noForecast } = limit
  if (forecast !== null) return forecastWords(forecast, asOf)
  switch (noForecast) {
    case 'reached':
      return 'Reached.'
    case 'unlimited':
      return 'Its plan has no limit of this.'
    case 'usage unknown':
      return 'What is used of it is not known; nothing to forecast.'
    case 'limit unknown':
      return 'Nothing says how far its plan goes; nothing to forecast.'
    case 'too few days':
      return `Known for only ${countOf(limit.days28.filter((n) => n !== null).length, 'day')}; 14 tell whether it rises.`
    default:
      return stillWords(limit)
  }
}

/** Beyond it a day says no more than that it is far. */
const FAR_DAYS = 180

/** "Full about 9 May (1 May – 24 May)." */
function forecastWords({ day, early, late }: LimitForecast, asOf: string): string {
  if (early === null || daysBetween(asOf, early) > FAR_DAYS) return `Not within ${FAR_DAYS} days, as it goes.`
  const range = `${formatDay(early, asOf)} – ${late === null ? 'not within ten years' : formatDay(late, asOf)}`
  return day === null ? `Full ${range}.` : `Full about ${formatDay(day, asOf)} (${range}).`
}

/** What the number did in four weeks, where no rise can be told from it. */
function stillWords({ days28 }: AccountLimit): string {
  const known = days28.filter((n) => n !== null)
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const last = known.at(-1) ?? 0
  if (low === high) return `${formatNumber(last)} for ${countOf(known.length, 'day')}; nothing to forecast.`
  return `Between ${formatNumber(low)} and ${formatNumber(high)} in four weeks, and not steadily more; nothing to forecast.`
}
