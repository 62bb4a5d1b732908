import type { RetentionAnswer } from '@contract/analyze/retention.ts'
import { retentionQuestion } from '@contract/analyze/standing-questions.ts'
import { shareLimits } from '@contract/share-limits.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useAnalysis } from '../../api/analysis.ts'
import { statusQuery } from '../../api/queries.ts'
import { PageThread } from '../../charts/page-thread.tsx'
import { ActorsDialog } from '../../parts/actors-dialog.tsx'
import { Answer } from '../../parts/answer.tsx'
import { Choice, Segmented } from '../../parts/fields.tsx'
import { Quiet } from '../../parts/limits.tsx'
import { UntilEvents } from '../../parts/no-events.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { Empty } from '../../parts/trouble.tsx'
import { PageWaiting } from '../../parts/waiting.tsx'
import { useCell } from '../../search/use-cell.ts'
import { useChangeSearch } from '../../search/use-search.ts'
import { countOf } from '../../words/format.ts'
import { daysBefore, formatInterval } from '../../words/intervals.ts'
import { formatShare, formatShareLimits, onScreen } from '../../words/measures.ts'
import { CohortTable } from './cohort-table.tsx'
import { EarlyWarnings } from './early-warnings.tsx'
import { LostCustomers } from './lost-customers.tsx'
import { focusOf, type Period, returnLimits } from './retention-question.ts'
import type { RetentionCell, RetentionSearch } from './retention-search.ts'
import { ReturnCurve } from './return-curve.tsx'

const QUESTION = 'Do they stay?'
const route = getRouteApi('/retention')

export function RetentionPage() {
  const search = route.useSearch()
  const status = useQuery(statusQuery).data
  const today = status?.today ?? '2000-01-01'
  // The running day is the one behind the last closed day.
  const asked = retentionQuestion((days) => daysBefore(today, days + 1), search)
  const query = useAnalysis('retention', asked, { enabled: status !== undefined })
  const { cell, open, close } = useCell<RetentionCell>()
  const { period = 'month', actor = 'account' } = search
  return (
    <>
      <title>Retention · Telltale</title>
      <Bar />
      <UntilEvents question={QUESTION}>
        <PageWaiting query={query} question={QUESTION} what="The cohorts" hasThread>
          {(answer) => (
            <>
              <Head answer={answer} period={period} actor={actor} />
              {answer.cohorts.length === 0 ? (
                <Empty
                  missing="No cohort yet."
                  next="As soon as somebody was active, the period they began in is the first cohort."
                />
              ) : (
                <>
                  <CohortTable answer={answer} period={period} actor={actor} today={today} onOpen={open} />
                  <ReturnCurve answer={answer} period={period} actor={actor} onOpen={open} />
                </>
              )}
            </>
          )}
        </PageWaiting>
        {(query.data !== undefined || query.isError) && (
          <>
            <LostCustomers />
            <EarlyWarnings />
          </>
        )}
      </UntilEvents>
      {cell?.period !== undefined && status !== undefined && (
        <ActorsDialog
          title={titleOf(cell, period)}
          kind="retention"
          asked={{ ...asked, actors_of: cell }}
          onClose={close}
        />
      )}
    </>
  )
}

function titleOf({ cohort, value, period: at }: RetentionCell, period: Period): string {
  if (cohort === undefined)
    return `Back in ${period} ${at}, of ${value === undefined ? 'all' : String(value ?? 'none')}`
  const began = formatInterval(cohort, period, null)
  return at === 0 ? `Began in ${began}` : `Began in ${began}, back in ${period} ${at}`
}

function Bar() {
  const { actor = 'account', period = 'month', back, by } = route.useSearch()
  const change = useChangeSearch<RetentionSearch>()
  return (
    <PageBar name="Retention" about={actor === 'account' ? 'accounts' : 'users'}>
      <Segmented
        label="Who"
        value={actor}
        options={[
          ['account', 'Accounts'],
          ['user', 'Users'],
        ]}
        onChange={(one) => change({ actor: one === 'account' ? undefined : one })}
      />
      <Segmented
        label="Period"
        value={period}
        options={[
          ['week', 'Week'],
          ['month', 'Month'],
        ]}
        onChange={(one) => change({ period: one === 'month' ? undefined : one })}
      />
      <Segmented
        label="Back"
        value={back ?? 'in it'}
        options={[
          ['in it', 'Back in it'],
          ['unbounded', 'In it or later'],
        ]}
        onChange={(one) => change({ back: one === 'unbounded' ? one : undefined })}
      />
      <Choice
        label="Split by"
        value={by ?? ''}
        any="nothing"
        options={[
          ['plan', 'plan'],
          ['tenure', 'age of account'],
        ]}
        onChange={(one) => change({ by: one })}
      />
    </PageBar>
  )
}

type HeadProps = { answer: RetentionAnswer; period: Period; actor: 'account' | 'user' }

function Head({ answer, period, actor }: HeadProps) {
  const focus = focusOf(answer, period)
  const limits = focus === null ? null : returnLimits(answer, focus)
  if (focus === null || limits === null)
    return (
      <Answer question={QUESTION} sentence={`It is too early to tell: no ${period} after a first one is over yet.`} />
    )
  const name = `${period === 'month' ? 'Month' : 'Week'}-${focus} ${actor} retention`
  const shares = answer.cohorts.map(({ values, complete }) =>
    complete[focus] === true ? shareLimits(values[focus] ?? 0, values[0] ?? 0) : null,
  )
  const known = answer.cohorts.filter((_, at) => shares[at] != null)
  const [first, last] = [shares.find((one) => one !== null), shares.findLast((one) => one !== null)]
  return (
    <>
      <Answer
        question={QUESTION}
        sentence={
          <>
            {name} is <b>{formatShare(limits.estimate)}</b> <Quiet>({formatShareLimits(limits)})</Quiet>.
          </>
        }
        context={`Of ${countOf(answer.overall_size[focus] ?? 0, actor)} whose ${period} ${focus} is over, ${answer.overall_returned[focus] ?? 0} were back.`}
        definition={onScreen(answer.definition)}
      />
      {first != null && last != null && (
        <PageThread
          values={shares.map((one) => one?.estimate ?? null)}
          limits={shares}
          least={0.4}
          label={`${name} by cohort: ${formatShare(first.estimate)} of those who began first, ${formatShare(last.estimate)} of the last`}
          first={`${formatShare(first.estimate)} of those who began in ${formatInterval(known[0]!.start, period, null)}`}
          last={
            <>
              <b className="text-ink">{formatShare(last.estimate)}</b> ({formatShareLimits(last)}) of{' '}
              {formatInterval(known.at(-1)!.start, period, null)}
            </>
          }
        />
      )}
    </>
  )
}
