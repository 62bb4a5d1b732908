import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { isAway } from '../api/client.ts'
import { progressQuery } from '../api/proof.ts'
import { useIsSessionTold } from '../api/session.ts'
import { Answer, AnswerSkeleton, GreyBar } from './answer.tsx'
import { Button } from './button.tsx'
import { Section } from './section.tsx'
import { Trouble } from './trouble.tsx'

type Asked<T> = {
  readonly data: T | undefined
  readonly isError: boolean
  readonly error: unknown
  readonly isPlaceholderData: boolean
  readonly refetch: () => unknown
}

type WaitingProps<T> = {
  query: Asked<T>
  /** What could not be read: "The cohorts". */
  what: string
  /** Height that is kept meanwhile. */
  height?: number
  children: (data: T) => ReactNode
}

/** A part of a page from one answer: its place while it is asked for, the trouble when it cannot be had, else what it says. What was read stays where it cannot be read again, with the trouble above it; that the server is away is said beside. */
export function Waiting<T>({ query, what, height = 200, children }: WaitingProps<T>) {
  const { data, isError, error, isPlaceholderData, refetch } = query
  const trouble = (said: string) => <Trouble what={`${what} ${said}.`} error={error} again={() => refetch()} />
  if (data === undefined) return isError ? trouble('could not be read') : <Place height={height} />
  return (
    <>
      {isError && !isAway(error) && trouble('could not be read again: below is what was read before')}
      <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'opacity-60' : ''}>
        {children(data)}
      </div>
    </>
  )
}

type PageWaitingProps<T> = WaitingProps<T> & {
  question: string
  /** What the sentence rests on too: nothing is said before each of these is there, or cannot be had. */
  also?: readonly Pick<Asked<unknown>, 'data' | 'isError'>[]
  /** Keeps room for a thread under the sentence. */
  hasThread?: boolean
}

/** The same of a page whose sentence is made from the answer; what can be pressed on it depends on who looks on. */
export function PageWaiting<T>({
  query: asked,
  question,
  also = [],
  what,
  height = 440,
  hasThread = false,
  children,
}: PageWaitingProps<T>) {
  const isSessionTold = useIsSessionTold()
  const isWhole = isSessionTold && also.every(({ data, isError }) => data !== undefined || isError)
  const query = isWhole ? asked : { ...asked, data: undefined }
  return (
    <>
      {query.data === undefined && query.isError && <Answer question={question} sentence="Not known just now." />}
      {query.data === undefined && !query.isError && <AnswerSkeleton question={question} />}
      {query.data === undefined && !query.isError && hasThread && <div className="mb-4 h-16" />}
      <Waiting query={query} what={what} height={height}>
        {children}
      </Waiting>
    </>
  )
}

type PlaceProps = { height: number; isLong?: boolean }

/** Grey rows of the final size. What stands below is shown once this is there, unless it is long in coming. */
export function Place({ height, isLong = false }: PlaceProps) {
  const rows = Math.max(1, Math.floor(height / 44))
  return (
    <div aria-busy="true" className={isLong ? '' : 'coming'} style={{ height }}>
      {Array.from({ length: rows }, (_, at) => `row ${at}`).map((row) => (
        <div key={row} className="h-11 border-b border-line py-2.5">
          <GreyBar className="mb-2 h-2.5 w-1/3" />
          <GreyBar className="h-2 w-1/2" />
        </div>
      ))}
    </div>
  )
}

/** In place of a part that may turn out not to be there: what stands below is shown once that is known. */
export function MayCome() {
  return <div aria-busy="true" className="coming" />
}

const LONG_MS = 2_000

type LongProps = {
  title: string
  reading: string
  height: number
  /** Under which the server says how far it is; left out where it does not. */
  run?: string
  /** Left out where it goes on whether somebody waits or not. */
  onCancel?: () => void
  /** What is done then; default: Cancel. */
  out?: string
}

/** What takes longer than one looks away: what is read, how far it is, and a way out. */
export function LongWait({ title, reading, height, run, onCancel, out = 'Cancel' }: LongProps) {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), 1_000)
    return () => clearInterval(timer)
  }, [])
  const isLong = seconds * 1_000 >= LONG_MS
  return (
    <Section title={title}>
      <Place height={height} isLong={isLong} />
      {isLong && (
        <div className="flex flex-wrap items-center gap-3 text-small text-ink-3" role="status">
          {run !== undefined && <HowFar run={run} />}
          {reading}, {seconds} s so far. {onCancel !== undefined && <Button onClick={onCancel}>{out}</Button>}
        </div>
      )}
    </Section>
  )
}

type LongAnswerProps<T> = LongProps & Pick<WaitingProps<T>, 'query' | 'what' | 'children'>

/** A section that takes long: how far it is and a way out, the trouble when it cannot be had, else what it says. */
export function LongAnswer<T>({ query, what, children, ...wait }: LongAnswerProps<T>) {
  if (query.isError)
    return (
      <Section title={wait.title}>
        <Trouble what={`${what} could not be read.`} error={query.error} again={() => query.refetch()} />
      </Section>
    )
  return query.data === undefined ? <LongWait {...wait} /> : children(query.data)
}

/** How far a long question is: a bar, and the share in words. */
export function HowFar({ run }: { run: string }) {
  const at = useQuery(progressQuery(run)).data
  const share = at === undefined || at.total === 0 ? null : Math.min(1, at.done / at.total)
  return (
    <>
      <span className="h-1.5 w-40 rounded-full bg-mist-2">
        <span className="block h-1.5 rounded-full bg-sea-fill" style={{ width: `${(share ?? 0.02) * 100}%` }} />
      </span>
      {share !== null && (
        <span>
          {Math.floor(share * 100)}
          {'\u202f'}% done
        </span>
      )}
    </>
  )
}
