import type { StepsAnswer } from '@contract/analyze/steps.ts'
import { ChartSection } from '../../charts/chart-section.tsx'
import { LineChart } from '../../charts/charts.ts'
import { Section } from '../../parts/section.tsx'
import { formatCount } from '../../words/format.ts'
import { formatDays, formatShare, formatShareLimits } from '../../words/measures.ts'

/** The share that is activated by each day after sign-up, everybody followed up to now. */
export function DaysToActivate({ answer }: { answer: StepsAnswer }) {
  const { curve, within_days } = answer
  const last = curve.at(-1)
  if (last === undefined)
    return (
      <Section title="Days to activate">
        <p className="text-dense text-ink-2">Nobody is activated yet.</p>
      </Section>
    )
  const end = Math.max(within_days * 2, Math.ceil(last.day))
  const quarter = curve.find(({ activated }) => activated >= 0.25)
  const half = curve.find(({ activated }) => activated >= 0.5)
  return (
    <ChartSection
      id="days-to-activate"
      title="Days to activate"
      columns={[
        { head: 'day', value: ({ day }) => Math.round(day * 100) / 100, right: true },
        { head: 'activated', value: ({ activated }) => formatShare(activated), right: true },
        { head: '95 %', value: ({ limits }) => (limits === null ? null : formatShareLimits(limits)), right: true },
        { head: 'still observed', value: ({ at_risk }) => at_risk, right: true },
      ]}
      rows={curve}
      keyOf={({ day }) => String(day)}
      height={230}
      note={`${quarter === undefined ? 'A quarter is not reached' : `A quarter is activated after ${formatDays(Math.round(quarter.day * 10) / 10)}`}; ${half === undefined ? 'half is not reached' : `half after ${formatDays(Math.round(half.day * 10) / 10)}`}. Who is not activated is followed up to now; ${formatCount(last.at_risk)} are still observed at day ${Math.round(last.day)}.`}
    >
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
              { x: end, y: last.activated },
            ],
          },
        ]}
        rules={[{ x: within_days, label: `${within_days}-day window` }]}
        ticks={[0, 0.25, 0.5, 0.75, 1].map((part) => ({
          at: part * end,
          label: part === 0 ? 'day 0' : `${Math.round(part * end)}`,
        }))}
        format={formatShare}
      />
    </ChartSection>
  )
}

function shareAt({ curve }: StepsAnswer, day: number): number {
  return curve.findLast((point) => point.day <= day)?.activated ?? 0
}
