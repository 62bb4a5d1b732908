import type { StepsAnswer } from '@contract/analyze/steps.ts'
import { ChartSection } from '../../charts/chart-section.tsx'
import { ShareWithLimits } from '../../parts/limits.tsx'
import type { Column } from '../../parts/table.tsx'
import { formatCount } from '../../words/format.ts'
import { formatDays, formatShare, type Limits } from '../../words/measures.ts'
import type { StepCell } from './activation-search.ts'

type Row = {
  readonly key: string
  readonly title: string
  readonly done: number
  readonly rate: Limits | null
  readonly median_days: number | null
  readonly missing: number
  readonly isGoal: boolean
}

type StepFunnelProps = { answer: StepsAnswer; onOpen: (cell: StepCell) => void }

/** Each step as a bar of those who did it in time; the whisker is the interval. Steps may be done in any order, so no bar holds the next. */
export function StepFunnel({ answer, onOpen }: StepFunnelProps) {
  const { steps, activated, newcomers, within_days } = answer
  const rows: Row[] = [
    ...steps.map((step) => ({ ...step, isGoal: false })).sort((a, b) => b.done - a.done),
    { ...activated, key: 'activated', title: 'Activated', missing: newcomers - activated.done, isGoal: true },
  ]
  return (
    <ChartSection
      id="steps"
      title={`Steps within ${within_days} days of sign-up`}
      say={`Of ${formatCount(newcomers)} accounts whose ${within_days} days are over. The order of steps is free; activated is whoever met the rule of the configuration. At the end of each bar: how many of the others, who are not activated, miss the step.`}
      columns={columnsOf(newcomers)}
      rows={rows}
      keyOf={({ key }) => key}
    >
      <ul className="text-dense">
        <li className="flex items-center gap-4 border-b border-line pb-1.5 text-small text-ink-3" aria-hidden="true">
          <span className="w-40 flex-none max-desk:w-28">Step</span>
          <span className="flex min-w-0 flex-1 justify-between pr-2">
            <span className="max-desk:sr-only">95 % interval as a whisker</span>
            <span className="ml-auto">Missing</span>
          </span>
          <span className="w-16 flex-none text-right">Accounts</span>
          <span className="w-24 flex-none text-right max-desk:hidden">Share</span>
          <span className="w-20 flex-none text-right max-wide:hidden">Half by</span>
        </li>
        <li className="flex items-center gap-4 border-b border-line py-1.5">
          <span className="w-40 flex-none truncate max-desk:w-28">Signed up</span>
          <span className="h-5 min-w-0 flex-1 rounded-1 bg-slate-fill" />
          <span className="w-16 flex-none text-right font-medium">{formatCount(newcomers)}</span>
          <span className="w-24 flex-none text-right max-desk:hidden" />
          <span className="w-20 flex-none max-wide:hidden" />
        </li>
        {rows.map((row) => (
          <StepBar key={row.key} row={row} onOpen={onOpen} />
        ))}
      </ul>
    </ChartSection>
  )
}

function StepBar({ row, onOpen }: { row: Row; onOpen: (cell: StepCell) => void }) {
  const at = (share: number) => `${(share * 100).toFixed(2)}%`
  return (
    <li
      className={`flex items-center gap-4 border-b border-line py-1.5 last:border-b-0 ${row.isGoal ? 'font-semibold' : ''}`}
    >
      <span className="w-40 flex-none truncate max-desk:w-28" title={row.title}>
        {row.title}
      </span>
      <span className="relative h-5 min-w-0 flex-1 rounded-1 bg-mist-2">
        {row.rate !== null && (
          <>
            <span
              className="absolute inset-y-0 left-0 rounded-1 bg-sea-fill"
              style={{ width: at(row.rate.estimate) }}
            />
            <span
              className="absolute top-1/2 h-[1.5px] bg-ink"
              style={{ left: at(row.rate.lower), right: `calc(100% - ${at(row.rate.upper)})` }}
            />
            <span className="absolute top-1.5 h-2 w-[1.5px] bg-ink" style={{ left: at(row.rate.lower) }} />
            <span className="absolute top-1.5 h-2 w-[1.5px] bg-ink" style={{ left: at(row.rate.upper) }} />
          </>
        )}
        <button
          type="button"
          onClick={() => onOpen({ step: row.key, done: false })}
          className="absolute top-0 right-1 h-5 rounded-1 px-1 text-small font-medium text-ink-2 hover:underline"
          aria-label={`${formatCount(row.missing)} without “${row.title}”`}
        >
          −{formatCount(row.missing)}
        </button>
      </span>
      <button
        type="button"
        onClick={() => onOpen({ step: row.key, done: true })}
        className="w-16 flex-none text-right font-medium hover:text-sea hover:underline"
        aria-label={`${formatCount(row.done)} did “${row.title}”`}
      >
        {formatCount(row.done)}
      </button>
      <span className="w-24 flex-none text-right max-desk:hidden">
        <ShareWithLimits of={row.rate} />
      </span>
      <span className="w-20 flex-none text-right font-normal text-ink-2 max-wide:hidden">
        {formatDays(row.median_days === null ? null : Math.round(row.median_days * 10) / 10)}
      </span>
    </li>
  )
}

function columnsOf(newcomers: number): Column<Row>[] {
  return [
    { head: 'step', value: ({ title }) => title },
    { head: 'done', value: ({ done }) => done, right: true },
    { head: 'of', value: () => newcomers, right: true },
    { head: 'share', value: ({ rate }) => formatShare(rate?.estimate ?? null), right: true },
    { head: '95 % from', value: ({ rate }) => formatShare(rate?.lower ?? null), right: true },
    { head: 'to', value: ({ rate }) => formatShare(rate?.upper ?? null), right: true },
    {
      head: 'half by day',
      value: ({ median_days }) => median_days,
      right: true,
      cell: ({ median_days }) => formatDays(median_days),
    },
    { head: 'missing of the not activated', value: ({ missing }) => missing, right: true },
  ]
}
