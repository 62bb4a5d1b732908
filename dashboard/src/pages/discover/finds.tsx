import type { DiscoveryAnswer, DiscoveryFind } from '@contract/discovery.ts'
import { Button } from '../../parts/button.tsx'
import { IntervalMark, ShareWithLimits, TimesWithLimits } from '../../parts/limits.tsx'
import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { VerdictMark } from '../../parts/verdict.tsx'
import { useCell } from '../../search/use-cell.ts'
import { formatCount } from '../../words/format.ts'
import { formatLimits, onScreen } from '../../words/measures.ts'
import { RULINGS } from '../../words/rulings.ts'
import { UseFind } from './use-find.tsx'

const TAGS: Readonly<Record<DiscoveryFind['tags'][number], string>> = {
  intent: 'predicts, cannot be coached',
  same_people_as_first: 'the same people as the first',
  depends_on_segment: 'depends on the segment',
  not_above_placebo: 'not above what means nothing',
  another_story: 'another over all than among those alike',
}

/** Ranked candidates with what later newcomers say of them. */
export function Finds({ answer }: { answer: DiscoveryAnswer }) {
  const { finds, outcome } = answer
  const most = Math.max(2, ...finds.flatMap(({ evidence }) => evidence.ratio?.upper ?? []))
  const { cell, open, close } = useCell<{ readonly find: string }>()
  const columns = columnsOf(Math.min(most, 12), answer.placebo.bar)
  const opened = finds.find(({ title }) => title === cell?.find)
  return (
    <Section
      title="Candidates"
      right={<CsvButton name="discovered" columns={columns} rows={finds} />}
      say={`Measured among later newcomers. The upright mark is what events reach that mean nothing for “${outcome}”.`}
    >
      {finds.length === 0 ? (
        <p className="text-dense text-ink-2">Nothing goes with it beyond chance.</p>
      ) : (
        <DataTable
          label="Candidates"
          columns={[...columns, actionColumn((find) => open({ find }))]}
          rows={finds}
          keyOf={({ title }) => title}
        />
      )}
      {opened?.config != null && <UseFind title={opened.title} config={opened.config} onClose={close} />}
    </Section>
  )
}

/** What is made of a candidate is no part of the file. */
function actionColumn(onOpen: (find: string) => void): Column<DiscoveryFind> {
  return {
    head: 'Next',
    value: () => null,
    cell: ({ title, config }) =>
      config === null ? null : (
        <Button onClick={() => onOpen(title)} aria-label={`Use it…: ${onScreen(title)}`}>
          Use it…
        </Button>
      ),
  }
}

function columnsOf(most: number, placebo: number | null): Column<DiscoveryFind>[] {
  return [
    {
      head: 'What they did',
      value: ({ title }) => title,
      className: 'w-[32%]',
      cell: ({ title, tags }) => (
        <>
          <b className="font-medium">{onScreen(title)}</b>
          {tags.length > 0 && (
            <span className="block text-small text-ink-3">{tags.map((tag) => TAGS[tag]).join(', ')}</span>
          )}
        </>
      ),
    },
    {
      head: 'Does it earn its keep?',
      value: ({ evidence }) => RULINGS[evidence.verdict].word,
      cell: ({ evidence }) => <VerdictMark ruling={evidence.verdict} />,
    },
    {
      head: 'Did it',
      value: ({ evidence }) => evidence.doers,
      right: true,
      cell: ({ evidence }) => formatCount(evidence.doers),
    },
    {
      head: 'Of them',
      value: ({ evidence }) => evidence.precision?.estimate ?? null,
      right: true,
      cell: ({ evidence }) => <ShareWithLimits of={evidence.precision} bold />,
    },
    {
      head: 'Of the others',
      value: ({ evidence }) => evidence.without?.estimate ?? null,
      right: true,
      cell: ({ evidence }) => <ShareWithLimits of={evidence.without} />,
    },
    {
      head: 'Times as often, 95 %',
      value: ({ evidence }) => (evidence.ratio === null ? null : formatLimits(evidence.ratio)),
      className: 'w-[14%] min-w-28',
      cell: ({ evidence }) => (
        <IntervalMark
          of={evidence.ratio}
          base={placebo ?? 1}
          to={most}
          label={evidence.ratio === null ? 'too few' : formatLimits(evidence.ratio)}
        />
      ),
    },
    {
      head: 'Ratio',
      value: ({ evidence }) => evidence.ratio?.estimate ?? null,
      right: true,
      cell: ({ evidence }) => <TimesWithLimits of={evidence.ratio} />,
    },
  ]
}
