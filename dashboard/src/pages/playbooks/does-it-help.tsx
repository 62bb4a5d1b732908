import type { UpliftAnswer } from '@contract/experiments.ts'
import type { PlaybookRow } from '@contract/playbooks/playbooks.ts'
import { useQuery } from '@tanstack/react-query'
import { upliftQuery } from '../../api/playbooks.ts'
import { ShareWithLimits } from '../../parts/limits.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { formatCount } from '../../words/format.ts'
import { onScreen } from '../../words/measures.ts'
import { BeforeItWasThere } from './before-it-was-there.tsx'

const TITLE = 'Does it help?'

/** What became of those it was done for, against those who were left alone by lot; without a lot against those of before it was there. */
export function DoesItHelp({ playbook }: { playbook: PlaybookRow }) {
  const { experiment, sentence } = playbook.holdout
  if (experiment === null)
    return (
      <>
        <Section title={TITLE}>
          <p className="max-w-[76ch] text-dense text-ink-2">{onScreen(sentence)}</p>
        </Section>
        <BeforeItWasThere key={playbook.key} name={playbook.key} />
      </>
    )
  return <Found experiment={experiment} left={sentence} />
}

function Found({ experiment, left }: { experiment: string; left: string }) {
  const query = useQuery(upliftQuery(experiment))
  return (
    <Section title={TITLE} say={onScreen(left)}>
      <Waiting query={query} what="What the experiment found" height={132}>
        {({ verdict, treated, holdout, definition }) => (
          <>
            <p className="mb-3 max-w-[76ch]">{onScreen(verdict.sentence)}</p>
            <DataTable
              label={TITLE}
              columns={COLUMNS}
              rows={[
                { who: 'Treated', arm: treated },
                { who: 'Left alone', arm: holdout },
              ]}
              keyOf={({ who }) => who}
            />
            <Note>{onScreen(definition)}</Note>
          </>
        )}
      </Waiting>
    </Section>
  )
}

type ArmRow = { readonly who: string; readonly arm: UpliftAnswer['treated'] }

const COLUMNS: readonly Column<ArmRow>[] = [
  { head: 'Accounts', value: ({ who }) => who },
  { head: 'Began it', value: ({ arm }) => arm.exposed, right: true, cell: ({ arm }) => formatCount(arm.exposed) },
  { head: 'Counted', value: ({ arm }) => arm.counted, right: true, cell: ({ arm }) => formatCount(arm.counted) },
  { head: 'Outcome', value: ({ arm }) => arm.outcomes, right: true, cell: ({ arm }) => formatCount(arm.outcomes) },
  {
    head: 'Share',
    value: ({ arm }) => arm.rate?.estimate ?? null,
    right: true,
    cell: ({ arm }) => <ShareWithLimits of={arm.rate} bold />,
  },
]
