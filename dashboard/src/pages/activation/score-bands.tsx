import type { BandChanges } from '@contract/band-changes.ts'
import { useQuery } from '@tanstack/react-query'
import { bandsQuery } from '../../api/work.ts'
import { BandDays } from '../../charts/band-days.tsx'
import { CROSSINGS, isImported } from '../../words/bands.ts'

/** In which band of the activation score accounts were, day by day; without such a score, or of days that were imported, there is nothing to show. */
export function ScoreBands({ from }: { from: string }) {
  const query = useQuery({ ...bandsQuery({ score: 'activation', from, limit: CROSSINGS }), retry: false })
  const changes: BandChanges | undefined = query.data
  if (query.isError || changes === undefined || isImported(changes)) return null
  return (
    <BandDays
      id="score-bands"
      title="Activation score, band by band"
      say="Accounts in each band at the close of each day. 80 and more is activated, 60 partially, 40 at risk."
      changes={changes}
    />
  )
}
