import type { ActiveAnswer } from '@contract/analyze/active.ts'
import { engagementQuestions } from '@contract/analyze/standing-questions.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useAnalysis } from '../../api/analysis.ts'
import { statusQuery } from '../../api/queries.ts'
import { PageThread } from '../../charts/page-thread.tsx'
import { Answer } from '../../parts/answer.tsx'
import { Segmented } from '../../parts/fields.tsx'
import { UntilEvents } from '../../parts/no-events.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { Empty } from '../../parts/trouble.tsx'
import { PageWaiting } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { countOf, formatDay } from '../../words/format.ts'
import { daysBefore } from '../../words/intervals.ts'
import { onScreen } from '../../words/measures.ts'
import { ActiveLines } from './active-lines.tsx'
import { DaysActive } from './days-active.tsx'
import { EngagementMetrics } from './engagement-metrics.tsx'
import type { EngagementSearch } from './engagement-search.ts'
import { Lifecycle } from './lifecycle.tsx'

const QUESTION = 'Is usage becoming a habit?'
const route = getRouteApi('/engagement')

export function EngagementPage() {
  const { actor = 'user' } = route.useSearch()
  const status = useQuery(statusQuery).data
  const asOf = status?.asOf ?? null
  const questions = engagementQuestions((days) => daysBefore(asOf ?? '2000-01-01', days), actor)
  const query = useAnalysis('active', questions.daily, { enabled: asOf !== null })
  const nothing = status !== undefined && asOf === null
  return (
    <>
      <title>Engagement · Telltale</title>
      <Bar />
      <UntilEvents question={QUESTION}>
        {nothing ? (
          <>
            <Answer question={QUESTION} sentence="Nobody has been active yet." />
            <Empty
              missing="No day is closed."
              next="The first closed day with an active event is the first that is counted."
            />
          </>
        ) : (
          <PageWaiting query={query} question={QUESTION} what="Who is active" hasThread>
            {(answer) => (
              <>
                <Head answer={answer} actor={actor} />
                <ActiveLines actor={actor} questions={questions} daily={answer} />
                <div className="grid grid-cols-1 gap-x-12 wide:grid-cols-2">
                  <DaysActive actor={actor} asked={questions.daysActive} />
                  <Lifecycle asked={questions.lifecycle} />
                </div>
                <EngagementMetrics />
              </>
            )}
          </PageWaiting>
        )}
      </UntilEvents>
    </>
  )
}

function Bar() {
  const { actor = 'user' } = route.useSearch()
  const change = useChangeSearch<EngagementSearch>()
  return (
    <PageBar name="Engagement" about={actor === 'user' ? 'users' : 'accounts'}>
      <Segmented
        label="Who"
        value={actor}
        options={[
          ['user', 'Users'],
          ['account', 'Accounts'],
        ]}
        onChange={(one) => change({ actor: one === 'account' ? one : undefined })}
      />
    </PageBar>
  )
}

const WEEKS_BACK = 28

/** "WAU/MAU 0.46, up 3 points in four weeks" */
function Head({ answer, actor }: { answer: ActiveAnswer; actor: 'user' | 'account' }) {
  const wau = answer.stickiness.wau_mau
  const last = wau.at(-1) ?? null
  const before = wau.at(-1 - WEEKS_BACK) ?? null
  const known = wau.findIndex((one) => one !== null)
  const day = answer.intervals.at(-1) ?? ''
  if (last === null) return <Answer question={QUESTION} sentence={`No ${actor} was active in the last 30 days.`} />
  const points = before === null ? null : Math.round((last - before) * 100)
  return (
    <>
      <Answer
        question={QUESTION}
        sentence={
          <>
            WAU/MAU <b>{formatRatio(last)}</b>
            {points !== null &&
              (points === 0 ? (
                <>, unchanged in four weeks</>
              ) : (
                <>
                  , {points > 0 ? 'up' : 'down'} <b>{Math.abs(points)}</b> {Math.abs(points) === 1 ? 'point' : 'points'}{' '}
                  in four weeks
                </>
              ))}
            .
          </>
        }
        context={`Of the ${actor}s active in the 30 days to ${formatDay(day)}, so many were active in the last 7.${answer.excluded > 0 ? ` ${countOf(answer.excluded, 'event is', 'events are')} left out by rule.` : ''}`}
        definition={onScreen(answer.definition)}
      />
      <PageThread
        values={wau}
        least={0.3}
        label={`WAU/MAU: ${formatRatio(wau[known] ?? null)} at first, ${formatRatio(last)} on ${day}`}
        first={`${formatRatio(wau[known] ?? null)} on ${formatDay(answer.intervals[known] ?? '', day)}`}
        last={
          <>
            <b className="text-ink">{formatRatio(last)}</b> on {formatDay(day, day)}
          </>
        }
      />
    </>
  )
}

/** 0.5 → "0.50": two digits, so that 1 is not read as a count. */
function formatRatio(n: number | null): string {
  return n === null ? '–' : n.toFixed(2)
}
