import type { WhatIfAnswer, WhatIfPoint } from '@contract/what-if.ts'
import { ChartSection } from '../../charts/chart-section.tsx'
import { LineChart } from '../../charts/charts.ts'
import type { Column } from '../../parts/table.tsx'
import { formatCount, formatDay, formatValue } from '../../words/format.ts'
import { formatNumber, formatShare, formatShareLimits, type Limits } from '../../words/measures.ts'
import { outcomeWords } from '../../words/outcomes.ts'

type ChartsProps = { answer: WhatIfAnswer; now: WhatIfPoint; tried: WhatIfPoint; onPick: (threshold: number) => void }

/** Alerts a week, how many are right, and how many outcomes are seen, over the threshold. */
export function ThresholdCharts({ answer, now, tried, onPick }: ChartsProps) {
  const points = [...answer.points].sort((a, b) => a.threshold - b.threshold)
  const who = outcomeWords(answer.outcome).do
  const say = (threshold: number) => formatValue(threshold, answer.unit)
  const shared = { points, now, tried, onPick, say }
  return (
    <ChartSection
      id="what-if"
      title="What each threshold would have meant"
      columns={COLUMNS}
      rows={points}
      keyOf={({ threshold }) => String(threshold)}
      height={480}
      note={`Alerts from ${formatDay(answer.from)} to ${formatDay(answer.to)}; later ones are too early to count. Bands are 95 % intervals at one threshold at a time: one curve, not so many tests.${answer.left_out > 0 ? ` ${formatCount(answer.left_out)} accounts are left out: what their users did may be of another account too.` : ''}`}
    >
      <Small
        {...shared}
        title="Alerts a week"
        said={formatNumber(tried.per_week)}
        was={formatNumber(now.per_week)}
        format={formatNumber}
        of={({ per_week }) => (per_week === null ? null : { estimate: per_week, lower: per_week, upper: per_week })}
      />
      <Small
        {...shared}
        title={`Precision: of the alerts, how many ${who}`}
        said={formatShare(tried.precision?.estimate ?? null)}
        was={formatShare(now.precision?.estimate ?? null)}
        more={
          tried.precision === null
            ? 'too few'
            : `${formatShareLimits(tried.precision)}, ${tried.right} of ${tried.right + tried.wrong}`
        }
        format={formatShare}
        of={({ precision }) => precision}
      />
      <Small
        {...shared}
        title={`Recall: of those who ${who}, how many had an alert before`}
        said={formatShare(tried.recall?.estimate ?? null)}
        was={formatShare(now.recall?.estimate ?? null)}
        more={
          tried.recall === null
            ? 'too few'
            : `${formatShareLimits(tried.recall)}, ${formatCount(tried.caught)} of ${formatCount(tried.outcomes)}`
        }
        format={formatShare}
        of={({ recall }) => recall}
      />
    </ChartSection>
  )
}

type SmallProps = {
  points: readonly WhatIfPoint[]
  now: WhatIfPoint
  tried: WhatIfPoint
  onPick: (threshold: number) => void
  /** A threshold in its unit. */
  say: (threshold: number) => string
  title: string
  said: string
  was: string
  more?: string
  format: (n: number) => string
  of: (point: WhatIfPoint) => Limits | null
}

function Small({ points, now, tried, onPick, say, title, said, was, more, format, of }: SmallProps) {
  const series = [
    {
      ...{ label: '', tone: 'sea' as const },
      points: points.map((point) => {
        const value = of(point)
        return {
          ...{
            x: point.threshold,
            y: value?.estimate ?? null,
            lower: value?.lower ?? null,
            upper: value?.upper ?? null,
          },
          title: `at ${say(point.threshold)}\n${value === null ? 'too few' : format(value.estimate)}`,
        }
      }),
    },
  ]
  const rules = [
    { x: now.threshold, label: tried.threshold === now.threshold ? '' : `now ${say(now.threshold)}` },
    ...(tried.threshold === now.threshold ? [] : [{ x: tried.threshold, label: say(tried.threshold) }]),
  ]
  return (
    <div className="flex items-start gap-6 border-b border-line pb-2 last:border-b-0 max-desk:block">
      <div className="min-w-0 flex-1">
        <p className="pt-2 text-dense text-ink-2">{title}</p>
        <LineChart
          label={`${title}: ${said} at ${say(tried.threshold)}`}
          height={140}
          series={series}
          rules={rules}
          ticks={apart(points).map(({ threshold }) => ({ at: threshold, label: say(threshold) }))}
          format={format}
          onPick={onPick}
        />
      </div>
      <p className="w-32 flex-none pt-9 text-small text-ink-3 max-desk:w-auto max-desk:pt-0">
        <span className="block font-display text-lede text-ink">{said}</span>
        {more}
        {tried.threshold !== now.threshold && (
          <span className="block">
            at {say(now.threshold)}: {was}
          </span>
        )}
      </p>
    </div>
  )
}

/** Thresholds lie closer where more accounts are: those of which the names do not stand over each other. */
function apart(points: readonly WhatIfPoint[]): WhatIfPoint[] {
  const room = ((points.at(-1)?.threshold ?? 0) - (points[0]?.threshold ?? 0)) / NAMES
  const shown: WhatIfPoint[] = []
  for (const point of points) {
    const last = shown.at(-1)
    if (last === undefined || point.threshold - last.threshold >= room) shown.push(point)
  }
  return shown
}

const NAMES = 5

const COLUMNS: readonly Column<WhatIfPoint>[] = [
  { head: 'threshold', value: ({ threshold }) => threshold, right: true },
  { head: 'alerts', value: ({ alerts }) => alerts, right: true },
  { head: 'a week', value: ({ per_week }) => per_week, right: true, cell: ({ per_week }) => formatNumber(per_week) },
  {
    head: 'busy week',
    value: ({ busy_week }) => busy_week,
    right: true,
    cell: ({ busy_week }) => formatNumber(busy_week),
  },
  {
    head: 'precision',
    value: ({ precision }) => precision?.estimate ?? null,
    right: true,
    cell: ({ precision }) => limitsOf(precision),
  },
  {
    head: 'recall',
    value: ({ recall }) => recall?.estimate ?? null,
    right: true,
    cell: ({ recall }) => limitsOf(recall),
  },
  {
    head: 'days of notice',
    value: ({ median_notice }) => median_notice,
    right: true,
    cell: ({ median_notice }) => formatNumber(median_notice === null ? null : Math.round(median_notice)),
  },
  { head: 'on the list now', value: ({ on }) => on, right: true },
]

function limitsOf(of: Limits | null): string {
  return of === null ? 'too few' : `${formatShare(of.estimate)} (${formatShareLimits(of)})`
}
