import type { UpliftAnswer } from '@contract/experiments.ts'
import { useQuery } from '@tanstack/react-query'
import { upliftQuery } from '../../api/playbooks.ts'
import { ShareWithLimits } from '../../parts/limits.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { type Column, DataTable } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { formatCount } from '../../words/format.ts'
import { onScreen } from '../../words/measures.ts'

const TITLE = 'Does it help?'

/** What became of those it was done for, against those who were left alone by lot; without a lot nothing can be said. */
export function DoesItHelp({ experiment }: { experiment: string | null }) {
  if (experiment === null)
    return (
      <Section title={TITLE}>
        <p className="max-w-[76ch] text-dense text-ink-2">
          That cannot be told: nobody is left alone. <code>{".holdout(0.2, { experiment: 'name' })"}</code> in the
          configuration and <code>npx telltale experiment plan name</code> leave some accounts alone by lot.
        </p>
      </Section>
    )
  return <Found experiment={experiment} />
}

function Found({ experiment }: { experiment: string }) {
  const query = useQuery(upliftQuery(experiment))
  return (
    <Section title={TITLE}>
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
