import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { statusQuery } from '../api/queries.ts'
import { Answer } from './answer.tsx'
import { Commands, Empty } from './trouble.tsx'

/** A page that events fill; until the first has arrived, how they arrive in its place. While that is not known it asks what it asks, and shows no more of itself than where it will be: it might have to take it away. */
export function UntilEvents({ question, children }: { question: string; children: ReactNode }) {
  const { data, isPending } = useQuery(statusQuery)
  if (data?.counts.events === 0 && data.counts.accounts === 0)
    return (
      <>
        <Answer question={question} sentence="Nothing is known yet." />
        <NoEvents />
      </>
    )
  return (
    <div aria-busy={isPending} className={isPending ? 'unsure' : ''}>
      {children}
    </div>
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
