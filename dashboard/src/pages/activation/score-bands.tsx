import type { BandChanges } from '@contract/band-changes.ts'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { BandDays } from '../../charts/band-days.tsx'
import { Button } from '../../parts/button.tsx'
import { Section } from '../../parts/section.tsx'
import { LongAnswer, LongWait, MayCome } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { useBandChanges } from '../bands/use-band-changes.ts'
import type { ActivationSearch } from './activation-search.ts'

const TITLE = 'Activation score, band by band'
const route = getRouteApi('/activation')

/** In which band of the activation score accounts were, day by day; on days that were imported as that stands, else as it was asked for. Without such a score there is nothing to show. */
export function ScoreBands({ from }: { from: string }) {
  const { bands } = route.useSearch()
  const client = useQueryClient()
  const change = useChangeSearch<ActivationSearch>()
  const past = useBandChanges({ score: 'activation', from }, { isWanted: bands === '1', enabled: true })
  const { decided, ready, standing, isOfImport, isAsked, told } = past
  if (decided.isPending || (isOfImport && ready.isPending)) return <MayCome />
  if (decided.isError) return null
  const wait = { title: TITLE, reading: 'Going through every account on every day', height: 250 }
  if (isAsked || told.fetchStatus !== 'idle' || told.data !== undefined || told.isError)
    return (
      <LongAnswer
        {...{ ...wait, query: told, what: 'The bands' }}
        onCancel={() => {
          change({ bands: undefined })
          void client.cancelQueries({ queryKey: ['bands'] })
        }}
      >
        {(changes) => <Bands changes={changes} />}
      </LongAnswer>
    )
  if (standing?.comes === true) return <LongWait {...wait} run={standing.run} />
  return (
    <Section
      title={TITLE}
      say="Some of these days were imported: it is known who is in which band, and not who had been in which before."
    >
      <Button onClick={() => change({ bands: '1' })}>Work these days out again</Button>
    </Section>
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
