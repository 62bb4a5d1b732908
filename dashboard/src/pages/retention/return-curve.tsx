import type { BreakdownValue } from '@contract/analyze/question.ts'
import type { RetentionAnswer } from '@contract/analyze/retention.ts'
import { ChartSection } from '../../charts/chart-section.tsx'
import { LineChart } from '../../charts/charts.ts'
import type { Tone } from '../../charts/tones.ts'
import type { Column } from '../../parts/table.tsx'
import { WhoButton } from '../../parts/who-button.tsx'
import { formatCount } from '../../words/format.ts'
import { formatShare, formatShareLimits, ofWords } from '../../words/measures.ts'
import { type Period, returnLimits } from './retention-question.ts'
import type { RetentionCell } from './retention-search.ts'

type Table = Pick<RetentionAnswer, 'overall' | 'overall_size' | 'overall_returned'>
type Line = {
  readonly value: BreakdownValue | undefined
  readonly name: string
  readonly tone: Tone
  readonly table: Table
}
type Row = {
  readonly value: BreakdownValue | undefined
  readonly name: string
  readonly at: number
  readonly table: Table
}

type ReturnCurveProps = {
  answer: RetentionAnswer
  period: Period
  actor: string
  onOpen: (cell: RetentionCell) => void
}

const TONES: readonly Tone[] = ['sea', 'slate', 'ink']

/** How many are left, period by period: of all, or of the largest parts. */
export function ReturnCurve({ answer, period, actor, onOpen }: ReturnCurveProps) {
  const lines = linesOf(answer)
  const last = Math.max(...lines.map(({ table }) => table.overall.findLastIndex((share) => share !== null)))
  const rows: Row[] = lines.flatMap(({ name, value, table }) =>
    table.overall.flatMap((share, at) => (share === null || at === 0 ? [] : [{ name, value, at, table }])),
  )
  const series = lines.map(({ name, tone, table }) => ({
    ...{ label: lines.length === 1 ? formatShare(table.overall[last] ?? null) : name, tone },
    points: table.overall.slice(0, last + 1).map((share, at) => {
      const limits = at === 0 ? null : returnLimits(table, at)
      return {
        ...{ x: at, y: at === 0 ? 1 : share, lower: limits?.lower ?? null, upper: limits?.upper ?? null },
        title: `${name}, ${period} ${at}\n${formatShare(at === 0 ? 1 : share)}${limits === null ? '' : ` (${formatShareLimits(limits)})`}`,
      }
    }),
  }))
  return (
    <ChartSection
      id="curve"
      title={`Who is left, by ${period} since the start`}
      say={
        answer.buckets === undefined
          ? undefined
          : 'The three largest parts. Parts differ by who is in them: this shows who stays, not why.'
      }
      columns={columnsOf(period, onOpen)}
      rows={rows}
      keyOf={({ name, at }) => `${name} ${at}`}
      height={240}
      note="Bands: 95 %. Each point is over the cohorts for which the period is over."
    >
      <LineChart
        label={`Share of ${actor}s left: ${lines.map(({ name, table }) => `${name} ${formatShare(table.overall[last] ?? null)} in ${period} ${last}, ${ofWords(table.overall_returned[last] ?? 0, table.overall_size[last] ?? 0, actor)}`).join('; ')}`}
        height={240}
        series={series}
        high={1}
        ticks={Array.from({ length: Math.max(2, last + 1) }, (_, at) => ({ at, label: at === 0 ? 'start' : `${at}` }))}
        format={formatShare}
        {...(answer.buckets === undefined ? { onPick: (at: number) => at > 0 && onOpen(cellOf(undefined, at)) } : {})}
      />
    </ChartSection>
  )
}

function linesOf(answer: RetentionAnswer): Line[] {
  const parts = answer.buckets?.filter(({ other }) => !other).slice(0, 3)
  if (parts === undefined || parts.length === 0) return [{ value: undefined, name: 'all', tone: 'sea', table: answer }]
  return parts.map((part, at) => ({
    value: part.value,
    name: String(part.value ?? 'none'),
    tone: TONES[at] ?? 'slate',
    table: part,
  }))
}

function columnsOf(period: Period, onOpen: (cell: RetentionCell) => void): Column<Row>[] {
  return [
    { head: 'of', value: ({ name }) => name },
    { head: period, value: ({ at }) => at, right: true },
    {
      head: 'back',
      value: ({ table, at }) => table.overall_returned[at] ?? null,
      right: true,
      cell: ({ name, value, table, at }) => (
        <WhoButton
          label={`${formatCount(table.overall_returned[at] ?? null)}: who was back in ${period} ${at}, of ${name}`}
          onClick={() => onOpen(cellOf(value, at))}
        >
          {formatCount(table.overall_returned[at] ?? null)}
        </WhoButton>
      ),
    },
    { head: 'of so many', value: ({ table, at }) => table.overall_size[at] ?? null, right: true },
    { head: 'share', value: ({ table, at }) => formatShare(table.overall[at] ?? null), right: true },
    { head: '95 %', value: ({ table, at }) => rangeOf(table, at), right: true },
  ]
}

function cellOf(value: BreakdownValue | undefined, period: number): RetentionCell {
  return value === undefined ? { period } : { value, period }
}

function rangeOf(table: Table, at: number): string {
  const limits = returnLimits(table, at)
  return limits === null ? '–' : formatShareLimits(limits)
}
