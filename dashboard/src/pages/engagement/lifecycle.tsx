import type { LifecycleAnswer } from '@contract/analyze/lifecycle.ts'
import type { engagementQuestions } from '@contract/analyze/standing-questions.ts'
import { useAnalysis } from '../../api/analysis.ts'
import { ChartSection } from '../../charts/chart-section.tsx'
import { StackedBars } from '../../charts/charts.ts'
import { ActorsDialog } from '../../parts/actors-dialog.tsx'
import type { Column } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useCell } from '../../search/use-cell.ts'
import { formatCount, formatDay } from '../../words/format.ts'
import { formatNumber } from '../../words/measures.ts'
import type { EngagementCell } from './engagement-search.ts'

type State = NonNullable<EngagementCell['state']>
const STATES: readonly State[] = ['new', 'returning', 'resurrecting', 'dormant']
const SAID: Readonly<Record<State, string>> = {
  new: 'new',
  returning: 'stayed',
  resurrecting: 'came back',
  dormant: 'fell silent',
}

/** Week by week: who is new, who stayed, who came back, and, below the line, who fell silent. */
export function Lifecycle({ asked }: { asked: ReturnType<typeof engagementQuestions>['lifecycle'] }) {
  const query = useAnalysis('lifecycle', asked)
  const { cell, open, close } = useCell<EngagementCell>()
  return (
    <Waiting query={query} what="Who came and went" height={260}>
      {(answer) => (
        <>
          <Weeks answer={answer} near={asked.date_to} onOpen={open} />
          {cell?.state !== undefined && cell.interval !== undefined && (
            <ActorsDialog
              title={`Week of ${formatDay(cell.interval)}: ${SAID[cell.state]}`}
              kind="lifecycle"
              asked={{ ...asked, actors_of: { interval: cell.interval, state: cell.state } }}
              onClose={close}
            />
          )}
        </>
      )}
    </Waiting>
  )
}

type WeeksProps = { answer: LifecycleAnswer; near: string; onOpen: (cell: EngagementCell) => void }

function Weeks({ answer, near, onOpen }: WeeksProps) {
  const rows = answer.intervals.map((_, at) => at)
  const whole = answer.ready.lastIndexOf(null)
  return (
    <ChartSection
      id="lifecycle"
      title="Came, stayed, fell silent, week by week"
      columns={columnsOf(answer, onOpen)}
      rows={rows}
      keyOf={(at) => answer.intervals[at] ?? ''}
      height={260}
      note={`${pulseWords(answer.pulse[whole] ?? null)} The running week is not over, and not shown.`}
    >
      <StackedBars
        label={`In the last full week: ${STATES.map((state) => `${SAID[state]} ${formatCount(answer[state][whole] ?? null)}`).join(', ')}`}
        height={230}
        days={answer.intervals.slice(0, whole + 1)}
        places={answer.intervals.slice(0, whole + 1).map((start) => formatDay(start, near))}
        series={[
          { label: SAID.returning, tone: 'sea', values: answer.returning },
          { label: SAID.resurrecting, tone: 'sea', faint: true, values: answer.resurrecting },
          { label: SAID.new, tone: 'well', values: answer.new },
          { label: SAID.dormant, tone: 'risk', values: answer.dormant.map((n) => (n === null ? null : -n)) },
        ]}
        format={(n) => formatCount(Math.abs(n))}
      />
    </ChartSection>
  )
}

/** Of the last full week; null: nobody fell silent, so that there is nothing to hold the others against. */
function pulseWords(pulse: number | null): string {
  return pulse === null
    ? 'Nobody fell silent in the last full week.'
    : `For each that fell silent, ${formatNumber(pulse)} came or came back in the last full week.`
}

function columnsOf(answer: LifecycleAnswer, onOpen: (cell: EngagementCell) => void): Column<number>[] {
  return [
    { head: 'week', value: (at) => answer.intervals[at] ?? null },
    ...STATES.map((state) => ({
      head: SAID[state],
      value: (at: number) => answer[state][at] ?? null,
      right: true,
      cell: (at: number) =>
        answer[state][at] == null ? (
          <span className="text-ink-3">ready {formatDay(answer.ready[at] ?? null)}</span>
        ) : (
          <button
            type="button"
            className="font-medium text-sea hover:underline"
            aria-label={`${formatCount(answer[state][at] ?? null)} ${SAID[state]} in the week of ${answer.intervals[at]}`}
            onClick={() => onOpen({ interval: answer.intervals[at] ?? '', state })}
          >
            {formatCount(answer[state][at] ?? null)}
          </button>
        ),
    })),
  ]
}
