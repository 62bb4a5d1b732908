import type { ChangeLog } from '@contract/changes.ts'
import type { CohortsAnswer } from '@contract/experiments.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { beforeAfterQuery } from '../../api/changes.ts'
import { runOf } from '../../api/proof.ts'
import { statusQuery } from '../../api/queries.ts'
import { Button } from '../../parts/button.tsx'
import { COHORT_COLUMNS, ComparedCohorts, cohortRows } from '../../parts/compared-cohorts.tsx'
import { TextField } from '../../parts/fields.tsx'
import { Section } from '../../parts/section.tsx'
import { CsvButton } from '../../parts/table.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { LongWait } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { daysBefore } from '../../words/intervals.ts'
import { onScreen } from '../../words/measures.ts'
import type { ChangesSearch } from './changes-search.ts'

const TITLE = 'Newcomers before and after a day'
const SAY =
  'Who signed up before it against who signed up from then on, at equal age and with the mix held alike. It goes through all of history, so it is asked for.'
const route = getRouteApi('/changes')

/** Held against each other: newcomers of before a change and since. Asked for by a button, and the day is in the address. */
export function BeforeAfter({ log }: { log: ChangeLog }) {
  const { since } = route.useSearch()
  const client = useQueryClient()
  const change = useChangeSearch<ChangesSearch>()
  const query = useQuery({ ...beforeAfterQuery({ since: since ?? '' }), enabled: since !== undefined })
  if (since === undefined) return <Ask log={log} />
  if (query.isError)
    return (
      <Section title={TITLE} say={SAY}>
        <Trouble what="Before and after could not be compared." error={query.error} again={() => query.refetch()} />
        <Button onClick={() => change({ since: undefined })}>Another day</Button>
      </Section>
    )
  if (query.data !== undefined) return <Compared answer={query.data} onOther={() => change({ since: undefined })} />
  return (
    <LongWait
      title={TITLE}
      reading="Going through all of history"
      height={176}
      run={runOf('before-after')}
      onCancel={() => {
        change({ since: undefined })
        void client.cancelQueries({ queryKey: ['before-after'] })
      }}
    />
  )
}

function Ask({ log }: { log: ChangeLog }) {
  const change = useChangeSearch<ChangesSearch>()
  const asOf = useQuery(statusQuery).data?.asOf ?? null
  const usual = log.data.find((one) => one.kind === 'release' || (one.kind === 'config' && !one.first))?.day
  const [chosen, setChosen] = useState<string | null>(null)
  const day = chosen ?? usual ?? (asOf === null ? '' : daysBefore(asOf, 90))
  return (
    <Section title={TITLE} say={SAY}>
      <form
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault()
          change({ since: day })
        }}
      >
        <TextField label="First day with the change" type="date" value={day} onChange={setChosen} required />
        <span className="mb-3">
          <Button type="submit">Compare</Button>
        </span>
      </form>
    </Section>
  )
}

function Compared({ answer, onOther }: { answer: CohortsAnswer; onOther: () => void }) {
  return (
    <Section
      title={TITLE}
      say={onScreen(answer.verdict.sentence)}
      right={
        <>
          <CsvButton name="before-after" columns={COHORT_COLUMNS} rows={cohortRows(answer)} />
          <Button onClick={onOther}>Another day</Button>
        </>
      }
    >
      <ComparedCohorts label={TITLE} answer={answer} />
    </Section>
  )
}
