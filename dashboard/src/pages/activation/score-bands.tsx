import type { BandChanges } from '@contract/band-changes.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { isSnapshot } from '../../api/snapshot.ts'
import { bandsQuery } from '../../api/work.ts'
import { BandDays } from '../../charts/band-days.tsx'
import { Button } from '../../parts/button.tsx'
import { Section } from '../../parts/section.tsx'
import { LongAnswer, MayCome } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { CROSSINGS, isImported } from '../../words/bands.ts'
import type { ActivationSearch } from './activation-search.ts'

const TITLE = 'Activation score, band by band'
const route = getRouteApi('/activation')

/** In which band of the activation score accounts were, day by day; of days that were imported that is worked out when it is asked for. Without such a score there is nothing to show. */
export function ScoreBands({ from }: { from: string }) {
  const { bands } = route.useSearch()
  const change = useChangeSearch<ActivationSearch>()
  const asked = { score: 'activation', from, limit: CROSSINGS }
  const query = useQuery({ ...bandsQuery(asked), retry: false })
  if (query.isPending) return <MayCome />
  if (query.isError) return null
  if (!isImported(query.data)) return <Bands changes={query.data} />
  if (bands === '1' || isSnapshot) return <WorkedOut asked={asked} />
  return (
    <Section
      title={TITLE}
      say="Some of these days were imported: it is known who is in which band, and not who had been in which before."
    >
      <Button onClick={() => change({ bands: '1' })}>Work these days out again</Button>
    </Section>
  )
}

function WorkedOut({ asked }: { asked: { score: string; from: string; limit: number } }) {
  const client = useQueryClient()
  const change = useChangeSearch<ActivationSearch>()
  const query = useQuery({ ...bandsQuery({ ...asked, replay: true }), retry: false })
  return (
    <LongAnswer
      {...{ query, what: 'The bands', title: TITLE, reading: 'Going through every account on every day', height: 250 }}
      onCancel={() => {
        change({ bands: undefined })
        void client.cancelQueries({ queryKey: ['bands'] })
      }}
    >
      {(changes) => <Bands changes={changes} />}
    </LongAnswer>
  )
}

function Bands({ changes }: { changes: BandChanges }) {
  return (
    <BandDays
      id="score-bands"
      title={TITLE}
      say="Accounts in each band at the close of each day. 80 and more is activated, 60 partially, 40 at risk."
      changes={changes}
    />
  )
}
