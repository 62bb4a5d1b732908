import type { ActiveAnswer } from '@contract/analyze/active.ts'
import type { engagementQuestions } from '@contract/analyze/standing-questions.ts'
import { useAnalysis } from '../../api/analysis.ts'
import { ChartSection } from '../../charts/chart-section.tsx'
import { LineChart } from '../../charts/charts.ts'
import { ActorsDialog } from '../../parts/actors-dialog.tsx'
import type { Column } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useCell } from '../../search/use-cell.ts'
import { formatCount, formatDay } from '../../words/format.ts'
import type { EngagementCell } from './engagement-search.ts'

type LinesProps = { actor: 'user' | 'account'; questions: ReturnType<typeof engagementQuestions>; daily: ActiveAnswer }
type Row = {
  readonly day: string
  readonly dau: number | null
  readonly wau: number | null
  readonly mau: number | null
}

/** How many were active on each day, in the 7 and in the 30 days up to it. */
export function ActiveLines({ actor, questions, daily }: LinesProps) {
  const week = useAnalysis('active', questions.weekly)
  const month = useAnalysis('active', questions.monthly)
  const { cell, open, close } = useCell<EngagementCell>()
  const rows = daily.intervals.map(
    (day, at): Row => ({
      day,
      dau: daily.values[at] ?? null,
      wau: week.data?.values[at] ?? null,
      mau: month.data?.values[at] ?? null,
    }),
  )
  return (
    <Waiting query={month} what="Who is active" height={355}>
      {() => (
        <>
          <ChartSection
            id="active"
            title={`${actor === 'user' ? 'Users' : 'Accounts'} active on a day, in 7 days, in 30 days`}
            columns={columnsOf((row) => open({ interval: row.day }))}
            rows={rows}
            keyOf={({ day }) => day}
            height={250}
            note="Active is who had an event of value: a login is not use. Press a day to see who."
          >
            <LineChart
              label={`Active on the last day ${formatCount(rows.at(-1)?.dau ?? null)}, in 7 days ${formatCount(rows.at(-1)?.wau ?? null)}, in 30 days ${formatCount(rows.at(-1)?.mau ?? null)}`}
              height={250}
              series={[
                { label: 'in 30 days', tone: 'slate', points: pointsOf(rows, 'mau') },
                { label: 'in 7 days', tone: 'sea', points: pointsOf(rows, 'wau') },
                { label: 'on the day', tone: 'ink', points: pointsOf(rows, 'dau') },
              ]}
              ticks={rows.flatMap(({ day }, at) =>
                at % 7 === 0 ? [{ at, label: formatDay(day, questions.daily.date_to) }] : [],
              )}
              format={formatCount}
              days={daily.intervals}
              onPick={(x) => open({ interval: rows[x]?.day ?? '' })}
            />
          </ChartSection>
          {cell?.interval !== undefined && cell.state === undefined && (
            <ActorsDialog
              title={`Active on ${formatDay(cell.interval)}`}
              kind="active"
              asked={{ ...questions.daily, actors_of: { interval: cell.interval } }}
              onClose={close}
            />
          )}
        </>
      )}
    </Waiting>
  )
}

function pointsOf(rows: readonly Row[], of: 'dau' | 'wau' | 'mau') {
  return rows.map((row, x) => ({
    ...{ x, y: row[of] },
    title: `${formatDay(row.day)}\n${formatCount(row.dau)} on the day\n${formatCount(row.wau)} in 7 days\n${formatCount(row.mau)} in 30 days`,
  }))
}

function columnsOf(open: (row: Row) => void): Column<Row>[] {
  return [
    { head: 'day', value: ({ day }) => day },
    {
      head: 'on the day',
      value: ({ dau }) => dau,
      right: true,
      cell: (row) => (
        <button
          type="button"
          className="font-medium text-sea hover:underline"
          onClick={() => open(row)}
          aria-label={`${formatCount(row.dau)}: who was active on ${row.day}`}
        >
          {formatCount(row.dau)}
        </button>
      ),
    },
    { head: 'in 7 days', value: ({ wau }) => wau, right: true, cell: ({ wau }) => formatCount(wau) },
    { head: 'in 30 days', value: ({ mau }) => mau, right: true, cell: ({ mau }) => formatCount(mau) },
  ]
}
