import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { statusQuery } from '../api/queries.ts'
import { Answer } from './answer.tsx'
import { Commands, Empty } from './trouble.tsx'

/** A page that events fill; until the first has arrived, how they arrive in its place. */
export function UntilEvents({ question, children }: { question: string; children: ReactNode }) {
  const counts = useQuery(statusQuery).data?.counts
  if (counts === undefined || counts.events > 0 || counts.accounts > 0) return children
  return (
    <>
      <Answer question={question} sentence="Nothing is known yet." />
      <NoEvents />
    </>
  )
}

/** That nothing has arrived, and what to type. */
export function NoEvents() {
  return (
    <Empty
      missing="No events have arrived."
      next="Point the Segment SDK you already use at this server, or import what you have; the accounts appear as the first events do."
    >
      <Commands lines={['npx telltale keys create --scope write', 'npx telltale import events.ndjson']} />
    </Empty>
  )
}
