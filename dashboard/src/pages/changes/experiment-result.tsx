import type { UpliftAnswer } from '@contract/experiments.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { upliftQuery } from '../../api/changes.ts'
import { runOf } from '../../api/proof.ts'
import { Button } from '../../parts/button.tsx'
import { ShareWithLimits } from '../../parts/limits.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { LongAnswer } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { formatCount } from '../../words/format.ts'
import { formatDifferenceLimits, onScreen } from '../../words/measures.ts'
import type { ChangesSearch } from './changes-search.ts'

/** What an experiment has shown, whoever was reached. Asked for by a button, and its name is in the address. */
export function ExperimentResult({ name }: { name: string }) {
  const client = useQueryClient()
  const change = useChangeSearch<ChangesSearch>()
  const query = useQuery(upliftQuery(name))
  const title = `What “${name}” has shown`
  const close = () => change({ experiment: undefined })
  const onCancel = () => {
    close()
    void client.cancelQueries({ queryKey: ['uplift', name] })
  }
  return (
    <LongAnswer
      {...{ title, query, onCancel }}
      what="The result"
      reading="Going through all of history"
      height={176}
      run={runOf('uplift')}
    >
      {(answer) => <Shown title={title} answer={answer} onClose={close} />}
    </LongAnswer>
  )
}

type Arm = UpliftAnswer['treated'] & { readonly name: string }

function Shown({ title, answer, onClose }: { title: string; answer: UpliftAnswer; onClose: () => void }) {
  const { verdict, treated, holdout, anytime, definition } = answer
  const arms: readonly Arm[] = [
    { name: 'treated', ...treated },
    { name: 'held back', ...holdout },
  ]
  return (
    <Section
      title={title}
      say={onScreen(verdict.sentence)}
      right={
        <>
          <CsvButton name="experiment" columns={COLUMNS} rows={arms} />
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <DataTable label={title} columns={COLUMNS} rows={arms} keyOf={({ name }) => name} />
      <Note>
        {anytime !== null && <>Difference in points, valid whenever one looks: {formatDifferenceLimits(anytime)}. </>}
        {onScreen(definition)}
      </Note>
    </Section>
  )
}

const COLUMNS: readonly Column<Arm>[] = [
  { head: 'Accounts', value: ({ name }) => name },
  { head: 'Exposed', value: ({ exposed }) => exposed, right: true, cell: ({ exposed }) => formatCount(exposed) },
  {
    head: 'Reached',
    value: ({ delivered }) => delivered,
    right: true,
    cell: ({ delivered }) => formatCount(delivered),
  },
  { head: 'Days are over', value: ({ counted }) => counted, right: true, cell: ({ counted }) => formatCount(counted) },
  {
    head: 'of them with the outcome',
    value: ({ outcomes }) => outcomes,
    cell: ({ rate }) => <ShareWithLimits of={rate} bold />,
  },
]
