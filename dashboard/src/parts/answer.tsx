import type { ReactNode } from 'react'
import { Hint } from './hint.tsx'

/** For how many lines of the sentence there is room, so that a longer one in its place moves nothing; on a phone they are more. */
type Room = 1 | 2 | 3

const ROOMS: Readonly<Record<Room, string>> = {
  1: 'min-h-[var(--l-lede)]',
  2: 'min-h-[calc(3*var(--l-lede))] desk:min-h-[calc(2*var(--l-lede))]',
  3: 'min-h-[calc(6*var(--l-lede))] desk:min-h-[calc(3*var(--l-lede))]',
}

/** Question, sentence, context: the top of every page. */
export function Answer({
  question,
  sentence,
  context,
  definition,
  room = 1,
}: {
  question: string
  sentence: ReactNode
  context?: ReactNode
  /** How the number of the sentence is counted: one hover away. */
  definition?: string
  room?: Room
}) {
  return (
    <header className="max-w-[55rem] pt-5 pb-6">
      <p className="mb-1.5 text-ink-3 [overflow-wrap:anywhere]">{question}</p>
      <h1 className={`font-display text-lede tracking-[-0.012em] text-balance [overflow-wrap:anywhere] ${ROOMS[room]}`}>
        {sentence}
      </h1>
      {context !== undefined && (
        <div className="mt-2 text-ink-2 text-pretty">
          {context}
          {definition !== undefined && (
            <>
              {' '}
              <Hint word="How it is counted">{definition}</Hint>
            </>
          )}
        </div>
      )}
    </header>
  )
}

/** The sentence while it is not known: grey lines where its two and their context (so many lines) will be, so that nothing below moves. */
export function AnswerSkeleton({
  question,
  context = 1,
  room = 1,
}: {
  question: string
  context?: number
  room?: Room
}) {
  return (
    <header className="max-w-[55rem] pt-5 pb-6" aria-busy="true">
      <p className="mb-1.5 text-ink-3 [overflow-wrap:anywhere]">{question}</p>
      <div className={ROOMS[room]}>
        {['w-4/5', 'w-3/5'].map((width) => (
          <div key={width} className="flex h-[var(--l-lede)] items-center">
            <GreyBar className={`h-5 ${width}`} />
          </div>
        ))}
      </div>
      <div className={context === 0 ? '' : 'mt-2'}>
        {Array.from({ length: context }, (_, at) => `line ${at}`).map((line) => (
          <div key={line} className="flex h-[var(--l-body)] items-center">
            <GreyBar className="h-3 w-2/5" />
          </div>
        ))}
      </div>
    </header>
  )
}

export function GreyBar({ className }: { className: string }) {
  return <span className={`block rounded-1 bg-mist-2 pulse ${className}`} />
}
