import type { engagementQuestions } from '@contract/analyze/standing-questions.ts'
import { useAnalysis } from '../../api/analysis.ts'
import { ChartSection } from '../../charts/chart-section.tsx'
import { StackedBars } from '../../charts/charts.ts'
import { ActorsDialog } from '../../parts/actors-dialog.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useCell } from '../../search/use-cell.ts'
import { countOf, formatCount } from '../../words/format.ts'
import { formatNumber, formatShare } from '../../words/measures.ts'
import type { EngagementCell } from './engagement-search.ts'

type DaysActiveProps = { actor: 'user' | 'account'; asked: ReturnType<typeof engagementQuestions>['daysActive'] }

/** On how many of the last seven days those who were active were: the shape of a habit. */
export function DaysActive({ actor, asked }: DaysActiveProps) {
  const query = useAnalysis('stickiness', asked)
  const { cell, open, close } = useCell<EngagementCell>()
  return (
    <Waiting query={query} what="Days active" height={260}>
      {({ bars }) => (
        <>
          <Days bars={bars} actor={actor} onOpen={(days) => open({ days })} />
          {cell?.days !== undefined && (
            <ActorsDialog
              title={`Active on ${countOf(cell.days, 'day')} of the last 7`}
              kind="stickiness"
              asked={{ ...asked, actors_of: { intervals: cell.days } }}
              onClose={close}
            />
          )}
        </>
      )}
    </Waiting>
  )
}

type DaysProps = { bars: readonly (number | null)[]; actor: 'user' | 'account'; onOpen: (days: number) => void }

function Days({ bars, actor, onOpen }: DaysProps) {
  const total = bars.reduce<number>((sum, n) => sum + (n ?? 0), 0)
  const days = bars.reduce<number>((sum, n, at) => sum + (n ?? 0) * (at + 1), 0)
  return (
    <ChartSection
      id="days-active"
      title="Days active, of the last 7"
      columns={[
        { head: 'days', value: (at: number) => at + 1, right: true },
        {
          head: `${actor}s`,
          value: (at: number) => bars[at] ?? null,
          right: true,
          cell: (at: number) => (
            <button
              type="button"
              className="font-medium text-sea hover:underline"
              onClick={() => onOpen(at + 1)}
              aria-label={`${formatCount(bars[at] ?? null)}: who was active on ${at + 1} days`}
            >
              {formatCount(bars[at] ?? null)}
            </button>
          ),
        },
        {
          head: 'share',
          value: (at: number) => formatShare(total === 0 ? null : (bars[at] ?? 0) / total),
          right: true,
        },
      ]}
      rows={bars.map((_, at) => at)}
      keyOf={(at) => String(at)}
      height={230}
      note={`${countOf(total, actor)} active, on ${total === 0 ? '–' : formatNumber(days / total)} days each on average.`}
    >
      <StackedBars
        label={`Days active of the last 7: ${bars.map((n, at) => `${formatCount(n)} on ${at + 1}`).join(', ')}`}
        height={230}
        places={bars.map((_, at) => (at === 0 ? '1 day' : `${at + 1}`))}
        series={[{ label: `${actor}s`, tone: 'sea', values: bars }]}
        format={formatCount}
        onPick={(at) => onOpen(at + 1)}
      />
    </ChartSection>
  )
}
