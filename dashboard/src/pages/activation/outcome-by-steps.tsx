import type { OnboardingAnswer } from '@contract/analyze/onboarding.ts'
import type { activationQuestions } from '@contract/analyze/standing-questions.ts'
import { useAnalysis } from '../../api/analysis.ts'
import { ChartSection } from '../../charts/chart-section.tsx'
import { ActorsDialog } from '../../parts/actors-dialog.tsx'
import { IntervalMark, ShareWithLimits } from '../../parts/limits.tsx'
import { Section } from '../../parts/section.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { WhoButton } from '../../parts/who-button.tsx'
import { useCell } from '../../search/use-cell.ts'
import { countOf, formatCount } from '../../words/format.ts'
import { formatShare, formatShareLimits } from '../../words/measures.ts'

/** What became of newcomers by how many steps they had done on a day, followed from then on. */
export function OutcomeBySteps({ asked }: { asked: ReturnType<typeof activationQuestions>['outcomes'] }) {
  const query = useAnalysis('onboarding', asked)
  const { cell, open, close } = useCell<{ readonly row: string }>()
  if (query.isError)
    return (
      <Section title="Who buys, by steps done">
        <p className="text-dense text-ink-2">
          The configuration has no outcome “converted” that could be told by steps.
        </p>
      </Section>
    )
  return (
    <Waiting query={query} what="What became of them" height={280}>
      {(answer) => (
        <>
          <Table answer={answer} day={asked.landmark} onOpen={(row) => open({ row })} />
          {cell?.row !== undefined && (
            <ActorsDialog
              title={`With ${stepsWords(cell.row)} done on day ${asked.landmark}`}
              kind="onboarding"
              asked={{ ...asked, actors_of: { value: cell.row } }}
              onClose={close}
            />
          )}
        </>
      )}
    </Waiting>
  )
}

type TableProps = { answer: OnboardingAnswer; day: number; onOpen: (row: string) => void }

function Table({ answer, day, onOpen }: TableProps) {
  const { rows, used, within_days, left_out } = answer
  const shown = [...rows].reverse()
  const most = Math.max(0.05, ...shown.flatMap(({ rate }) => rate?.upper ?? [])) * 1.05
  const leftOut = left_out.decided + left_out.left + left_out.untold
  return (
    <ChartSection
      id="outcome-by-steps"
      title={`Paying by day ${within_days}, by steps done on day ${day}`}
      columns={[
        { head: 'steps done', value: ({ value }) => value },
        {
          head: 'accounts',
          value: ({ newcomers }) => newcomers,
          right: true,
          cell: (row) => <WhoOfRow row={row} onOpen={onOpen} />,
        },
        { head: 'paying', value: ({ outcomes }) => outcomes, right: true },
        { head: 'share', value: ({ rate }) => formatShare(rate?.estimate ?? null), right: true },
        { head: '95 %', value: ({ rate }) => (rate === null ? null : formatShareLimits(rate)), right: true },
      ]}
      rows={shown}
      keyOf={({ value }) => value}
      height={230}
      note={`Counted on day ${day} among ${countOf(used.newcomers, 'account')} that used the product and did not pay yet, then followed to day ${within_days}; ${formatCount(left_out.too_early)} are too young${leftOut === 0 ? '' : `, ${formatCount(leftOut)} had decided, left or cannot be told`}. The upright mark is all of them. It shows who buys, not what a step causes.`}
    >
      <ul className="text-dense">
        {shown.map((row) => (
          <li key={row.value} className="flex items-center gap-4 border-b border-line py-2 last:border-b-0">
            <span className="w-16 flex-none">{stepsWords(row.value)}</span>
            <span className="w-14 flex-none text-right text-ink-3">
              <WhoOfRow row={row} onOpen={onOpen} />
            </span>
            <span className="min-w-0 flex-1">
              <IntervalMark
                of={row.rate}
                base={used.rate?.estimate ?? null}
                to={most}
                label={
                  row.rate === null
                    ? 'nobody'
                    : `${formatShare(row.rate.estimate)}, interval ${formatShareLimits(row.rate)}`
                }
              />
            </span>
            <span className="w-28 flex-none text-right">
              <ShareWithLimits of={row.rate} bold />
            </span>
          </li>
        ))}
      </ul>
    </ChartSection>
  )
}

type Row = OnboardingAnswer['rows'][number]

function WhoOfRow({ row: { value, newcomers }, onOpen }: { row: Row; onOpen: (row: string) => void }) {
  return (
    <WhoButton label={`${formatCount(newcomers)}: who had ${stepsWords(value)} done`} onClick={() => onOpen(value)}>
      {formatCount(newcomers)}
    </WhoButton>
  )
}

function stepsWords(value: string): string {
  return value === '1' ? '1 step' : `${value} steps`
}
