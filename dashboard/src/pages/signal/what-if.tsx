import type { SignalRow } from '@contract/signals.ts'
import type { WhatIfAnswer, WhatIfPoint } from '@contract/what-if.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactNode, useDeferredValue } from 'react'
import { isApiFailure } from '../../api/client.ts'
import { runOf, whatIfQuery } from '../../api/proof.ts'
import { Answer, AnswerSkeleton } from '../../parts/answer.tsx'
import { Quiet } from '../../parts/limits.tsx'
import { LongWait } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { formatValue } from '../../words/format.ts'
import { formatNumber, formatShare, formatShareLimits } from '../../words/measures.ts'
import { outcomeWords } from '../../words/outcomes.ts'
import type { SignalSearch } from './signal-search.ts'
import { ThresholdCharts } from './threshold-charts.tsx'
import { ThresholdSlider } from './threshold-slider.tsx'
import { WhoWouldBe } from './who-would-be.tsx'

const route = getRouteApi('/signals/$key')

type WhatIfProps = { signal: SignalRow; question: string; before: ReactNode }

/** The signal at its threshold and at others: history is folded once, then the slider answers at once. */
export function WhatIf({ signal, question, before }: WhatIfProps) {
  const client = useQueryClient()
  const { part } = route.useSearch()
  const asked = { signal: signal.key, ...(part === undefined ? {} : { at: part }) }
  const query = useQuery({ ...whatIfQuery(asked), enabled: signal.enabled && signal.predicts !== null })
  const cannot = !signal.enabled
    ? 'It is off: nothing is checked.'
    : signal.predicts === null
      ? 'It predicts nothing that its alerts could be held against.'
      : null
  if (cannot !== null || query.isError)
    return (
      <>
        <Answer question={question} sentence={cannot ?? whyNot(query.error)} room={cannot === null ? 3 : 1} />
        {before}
      </>
    )
  if (query.data === undefined)
    return (
      <>
        <AnswerSkeleton question={question} context={0} room={3} />
        {before}
        <LongWait
          title="What each threshold would have meant"
          reading="Reading all of history once"
          height={440}
          run={runOf('what-if')}
          onCancel={() => void client.cancelQueries({ queryKey: ['what-if'] })}
        />
      </>
    )
  return <Explorer answer={query.data} question={question} before={before} />
}

/** Only what is worked out once a day has thresholds to try. */
function whyNot(error: unknown): string {
  const failure = isApiFailure(error) ? error : { status: 0, detail: 'Its threshold cannot be tried.' }
  return failure.status === 400
    ? 'Its threshold cannot be tried: only a signal of accounts that is worked out at the end of each day can be tried: this one opens at an event, or is about users.'
    : failure.detail
}

type ExplorerProps = { answer: WhatIfAnswer; question: string; before: ReactNode }

function Explorer({ answer, question, before }: ExplorerProps) {
  const { at, part } = route.useSearch()
  const change = useChangeSearch<SignalSearch>()
  const now = nearest(answer.points, answer.present)
  const tried = at === undefined ? now : nearest(answer.points, at)
  const threshold = useDeferredValue(tried?.threshold ?? answer.present)
  const listed = useQuery(
    whatIfQuery({ signal: answer.signal, ...(part === undefined ? {} : { at: part }), threshold }),
  )
  if (now === undefined || tried === undefined)
    return <Answer question={question} sentence={answer.sentence} context={before} />
  const set = (to: number) => change({ at: to === answer.present ? undefined : to })
  return (
    <>
      <Answer question={question} sentence={<Sentence answer={answer} now={now} tried={tried} />} room={3} />
      {before}
      <ThresholdSlider answer={answer} tried={tried} onChange={set} />
      <div className="wide:grid wide:grid-cols-[minmax(0,1fr)_20rem] wide:gap-x-12">
        <ThresholdCharts answer={answer} now={now} tried={tried} onPick={set} />
        <WhoWouldBe
          answer={listed.data ?? answer}
          threshold={tried.threshold}
          busy={listed.isPlaceholderData || listed.isFetching}
        />
      </div>
    </>
  )
}

/** The points stand for the thresholds that are usual; the one asked for is the nearest of them. */
function nearest(points: readonly WhatIfPoint[], threshold: number): WhatIfPoint | undefined {
  return [...points].sort((a, b) => Math.abs(a.threshold - threshold) - Math.abs(b.threshold - threshold))[0]
}

type SentenceProps = { answer: WhatIfAnswer; now: WhatIfPoint; tried: WhatIfPoint }

function Sentence({ answer, now, tried }: SentenceProps) {
  const same = now.threshold === tried.threshold
  const who = outcomeWords(answer.outcome).do
  return (
    <>
      At <b>{formatValue(tried.threshold, answer.unit)}</b> you get <b>{formatNumber(tried.per_week)} alerts a week</b>
      {!same && <> instead of {formatNumber(now.per_week)}</>};{' '}
      {tried.precision === null ? (
        'none of them known yet to be right or wrong'
      ) : (
        <>
          <b>{formatShare(tried.precision.estimate)}</b> <Quiet>({formatShareLimits(tried.precision)})</Quiet> are right
          {!same && now.precision !== null && <> instead of {formatShare(now.precision.estimate)}</>}
        </>
      )}
      {tried.recall !== null && (
        <>
          , and you see <b>{formatShare(tried.recall.estimate)}</b> <Quiet>({formatShareLimits(tried.recall)})</Quiet>{' '}
          of those who {who} before they do
        </>
      )}
      .
    </>
  )
}
