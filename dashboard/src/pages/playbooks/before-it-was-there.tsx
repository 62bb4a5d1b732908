import type { PlaybookResult } from '@contract/playbooks/playbooks.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { resultQuery, resultRun } from '../../api/playbooks.ts'
import { Button } from '../../parts/button.tsx'
import { COHORT_COLUMNS, ComparedCohorts, cohortRows } from '../../parts/compared-cohorts.tsx'
import { Section } from '../../parts/section.tsx'
import { CsvButton } from '../../parts/table.tsx'
import { LongAnswer } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { onScreen } from '../../words/measures.ts'
import type { PlaybooksSearch } from './playbooks-search.ts'

const TITLE = 'Before it was there and after'
const route = getRouteApi('/playbooks')

/** The weaker view of a playbook that leaves nobody alone: who would have begun it before it was there, against who did after. Asked for by a button. */
export function BeforeItWasThere({ name }: { name: string }) {
  const { compared } = route.useSearch()
  const client = useQueryClient()
  const change = useChangeSearch<PlaybooksSearch>()
  const asked = resultQuery(name)
  const query = useQuery({ ...asked, enabled: compared === '1' })
  if (compared !== '1')
    return (
      <Section title={TITLE}>
        <p className="flex flex-wrap items-center gap-3 text-dense text-ink-2">
          <Button onClick={() => change({ compared: '1' })}>Compare</Button>
          Those who would have begun it before it was there, against those who did after: suggestive at most.
        </p>
      </Section>
    )
  return (
    <LongAnswer
      {...{ query, what: 'Before and after', title: TITLE, height: 132, run: resultRun(name) }}
      reading="Going through every account on every day of the past"
      onCancel={() => {
        change({ compared: undefined })
        void client.cancelQueries({ queryKey: asked.queryKey })
      }}
    >
      {(result) => <Compared name={name} result={result} />}
    </LongAnswer>
  )
}

function Compared({ name, result: { sentence, before_after: answer } }: { name: string; result: PlaybookResult }) {
  if (answer === null) return <Section title={TITLE} say={onScreen(sentence)} />
  return (
    <Section
      title={TITLE}
      say={onScreen(sentence)}
      right={<CsvButton name={`playbook-${name}-before-after`} columns={COHORT_COLUMNS} rows={cohortRows(answer)} />}
    >
      <ComparedCohorts label={TITLE} answer={answer} />
    </Section>
  )
}
