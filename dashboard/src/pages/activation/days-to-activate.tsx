import type { Analyses } from '@contract/analyze/analyses.ts'
import type { StepsAnswer } from '@contract/analyze/steps.ts'
import { ChartSection } from '../../charts/chart-section.tsx'
import { LineChart } from '../../charts/charts.ts'
import { ActorsDialog } from '../../parts/actors-dialog.tsx'
import { Section } from '../../parts/section.tsx'
import type { Column } from '../../parts/table.tsx'
import { WhoButton } from '../../parts/who-button.tsx'
import { useCell } from '../../search/use-cell.ts'
import { formatCount } from '../../words/format.ts'
import { formatDays, formatShare, formatShareLimits } from '../../words/measures.ts'

type DayCell = { readonly activatedBy: number }
type DaysToActivateProps = { answer: StepsAnswer; asked: Analyses['steps']['asked'] }

/** The share that is activated by each day after sign-up, everybody followed up to now. */
export function DaysToActivate({ answer, asked }: DaysToActivateProps) {
  const { cell, open, close } = useCell<DayCell>()
  const { curve } = answer
  const last = curve.at(-1)
  if (last === undefined)
    return (
      <Section title="Days to activate">
        <p className="text-dense text-ink-2">Nobody is activated yet.</p>
      </Section>
    )
  const quarter = curve.find(({ activated }) => activated >= 0.25)
  const half = curve.find(({ activated }) => activated >= 0.5)
  return (
    <>
      <ChartSection
        id="days-to-activate"
        title="Days to activate"
        columns={columnsOf(open)}
        rows={curve}
        keyOf={({ day }) => String(day)}
        height={230}
        note={`${quarter === undefined ? 'A quarter is not reached' : `A quarter is activated after ${formatDays(Math.round(quarter.day * 10) / 10)}`}; ${half === undefined ? 'half is not reached' : `half after ${formatDays(Math.round(half.day * 10) / 10)}`}. Who is not activated is followed up to now; ${formatCount(last.at_risk)} are still observed at day ${Math.round(last.day)}.`}
      >
        <Curve answer={answer} onPick={(day) => open({ activatedBy: Math.max(day, curve[0]?.day ?? day) })} />
      </ChartSection>
      {typeof cell?.activatedBy === 'number' && (
        <ActorsDialog
          title={`Activated within ${formatDays(Math.round(cell.activatedBy * 10) / 10)} of signing up`}
          kind="steps"
          asked={{ ...asked, actors_of: { step: 'activated', done: true, by_day: cell.activatedBy } }}
          onClose={close}
        />
      )}
    </>
  )
}

type Point = StepsAnswer['curve'][number]

function columnsOf(open: (cell: DayCell) => void): Column<Point>[] {
  return [
    { head: 'day', value: ({ day }) => Math.round(day * 100) / 100, right: true },
    {
      head: 'activated',
      value: ({ activated }) => formatShare(activated),
      right: true,
      cell: ({ day, activated }) => (
        <WhoButton
          label={`${formatShare(activated)}: who was activated by day ${formatDays(day)}`}
          onClick={() => open({ activatedBy: day })}
        >
          {formatShare(activated)}
        </WhoButton>
      ),
    },
    { head: '95 %', value: ({ limits }) => (limits === null ? null : formatShareLimits(limits)), right: true },
    { head: 'still observed', value: ({ at_risk }) => at_risk, right: true },
  ]
}

/** There is a point at least. */
function Curve({ answer, onPick }: { answer: StepsAnswer; onPick: (day: number) => void }) {
  const { curve, within_days } = answer
  const last = curve.at(-1)!
  const end = Math.max(within_days * 2, Math.ceil(last.day))
  return (
    <LineChart
      label={`Activated by day: ${formatShare(shareAt(answer, within_days))} by day ${within_days}`}
      height={230}
      series={[
        {
          label: formatShare(last.activated),
          tone: 'sea',
          steps: true,
          points: [
            { x: 0, y: 0 },
            ...curve.map(({ day, activated, limits, at_risk }) => ({
              ...{ x: day, y: activated, lower: limits?.lower ?? null, upper: limits?.upper ?? null },
              title: `day ${Math.round(day * 10) / 10}\n${formatShare(activated)} activated${limits === null ? '' : ` (${formatShareLimits(limits)})`}\n${formatCount(at_risk)} still observed`,
            })),
            // Nothing happened since: the estimate and its interval stay as they were.
            { x: end, y: last.activated, lower: last.limits?.lower ?? null, upper: last.limits?.upper ?? null },
          ],
        },
      ]}
      rules={[{ x: within_days, label: `${within_days}-day window` }]}
      ticks={[0, 0.25, 0.5, 0.75, 1].map((part) => ({
        at: part * end,
        label: part === 0 ? 'day 0' : `${Math.round(part * end)}`,
      }))}
      format={formatShare}
      onPick={onPick}
    />
  )
}

function shareAt({ curve }: StepsAnswer, day: number): number {
  return curve.findLast((point) => point.day <= day)?.activated ?? 0
}
