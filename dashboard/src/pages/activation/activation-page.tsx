import { activationQuestions } from '@contract/analyze/standing-questions.ts'
import type { StepsAnswer } from '@contract/analyze/steps.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useAnalysis } from '../../api/analysis.ts'
import { isApiFailure } from '../../api/client.ts'
import { statusQuery } from '../../api/queries.ts'
import { ActorsDialog } from '../../parts/actors-dialog.tsx'
import { Answer } from '../../parts/answer.tsx'
import { Segmented } from '../../parts/fields.tsx'
import { Quiet } from '../../parts/limits.tsx'
import { UntilEvents } from '../../parts/no-events.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { Empty } from '../../parts/trouble.tsx'
import { PageWaiting } from '../../parts/waiting.tsx'
import { useCell } from '../../search/use-cell.ts'
import { useChangeSearch } from '../../search/use-search.ts'
import { countOf, formatCount, formatDay } from '../../words/format.ts'
import { daysBefore } from '../../words/intervals.ts'
import { formatShare, formatShareLimits, ofWords } from '../../words/measures.ts'
import { ActivatedByAge } from './activated-by-age.tsx'
import { ActivatedByGroup } from './activated-by-group.tsx'
import { type ActivationSearch, DAYS, type StepCell } from './activation-search.ts'
import { ActivationThread } from './activation-thread.tsx'
import { DaysToActivate } from './days-to-activate.tsx'
import { OutcomeBySteps } from './outcome-by-steps.tsx'
import { ScoreBands } from './score-bands.tsx'
import { StepFunnel } from './step-funnel.tsx'
import { StuckAccounts } from './stuck-accounts.tsx'

const QUESTION = 'Where do new users get stuck?'
const route = getRouteApi('/activation')

export function ActivationPage() {
  const { days = '90' } = route.useSearch()
  const status = useQuery(statusQuery).data
  const asOf = status?.asOf ?? null
  const { steps: asked, outcomes } = activationQuestions(asOf, (n) => daysBefore(asOf ?? '2000-01-01', n), DAYS[days])
  const { date_from: from } = asked
  const query = useAnalysis('steps', asked, { enabled: status !== undefined })
  const { cell, open, close } = useCell<StepCell>()
  const wholeUntil = daysBefore(status?.today ?? '2000-01-01', (query.data?.within_days ?? 14) + 1)
  const none = isApiFailure(query.error) && query.error.status === 400
  return (
    <>
      <title>Activation · Telltale</title>
      <Bar />
      <UntilEvents question={QUESTION}>
        {none ? (
          <NoActivation />
        ) : (
          <PageWaiting query={query} question={QUESTION} what="The steps">
            {(answer) => (
              <>
                <Head answer={answer} from={from} />
                <ActivationThread from={from} withinDays={answer.within_days} />
                <StepFunnel answer={answer} onOpen={open} />
                <div className="grid grid-cols-1 gap-x-12 wide:grid-cols-2">
                  <DaysToActivate answer={answer} asked={asked} />
                  <OutcomeBySteps asked={outcomes} />
                </div>
                <ActivatedByAge from={from} withinDays={answer.within_days} />
                <ScoreBands from={from} />
                <ActivatedByGroup from={from} to={wholeUntil} withinDays={answer.within_days} />
                <StuckAccounts answer={answer} today={status?.today ?? null} />
              </>
            )}
          </PageWaiting>
        )}
      </UntilEvents>
      {cell?.step !== undefined && query.data !== undefined && (
        <ActorsDialog
          title={titleOf(cell, query.data)}
          kind="steps"
          asked={{ ...asked, actors_of: cell }}
          onClose={close}
        />
      )}
    </>
  )
}

function titleOf({ step, done }: StepCell, { steps, within_days }: StepsAnswer): string {
  const title = step === 'activated' ? 'Activated' : (steps.find(({ key }) => key === step)?.title ?? step)
  return `${title}: ${done ? 'done' : 'not done'} within ${within_days} days`
}

function Bar() {
  const { days = '90' } = route.useSearch()
  const change = useChangeSearch<ActivationSearch>()
  return (
    <PageBar name="Activation" about="accounts">
      <Segmented
        label="Signed up within"
        value={days}
        options={[
          ['90', '90 days'],
          ['180', '180 days'],
          ['365', 'A year'],
        ]}
        onChange={(one) => change({ days: one === '90' ? undefined : one })}
      />
    </PageBar>
  )
}

function Head({ answer, from }: { answer: StepsAnswer; from: string }) {
  const { activated, newcomers, too_early, within_days, steps, nothing } = answer
  if (activated.rate === null)
    return (
      <Answer
        question={QUESTION}
        sentence={
          too_early === 0
            ? 'Nobody signed up.'
            : `It is too early to tell: ${countOf(too_early, 'account')} signed up, and ${within_days} days are not over for any.`
        }
      />
    )
  const rest = newcomers - activated.done
  const worst = [...steps].sort((a, b) => b.missing - a.missing)[0]
  return (
    <Answer
      question={QUESTION}
      sentence={
        <>
          <b>{formatShare(activated.rate.estimate)}</b> <Quiet>({formatShareLimits(activated.rate)})</Quiet> of accounts
          that signed up since {formatDay(from)} activated within {within_days} days
          {worst !== undefined && rest > 0 && (
            <>
              ; {worst.missing === rest ? <b>none</b> : <b>{formatShare(worst.missing / rest)}</b>} of the rest{' '}
              {worst.missing === rest ? 'ever' : 'never'} did “{worst.title.toLowerCase()}”
            </>
          )}
          .
        </>
      }
      context={`${ofWords(activated.done, newcomers, 'account')}; ${formatCount(nothing)} did no step at all. ${countOf(too_early, 'account is', 'accounts are')} too young to count.`}
    />
  )
}

function NoActivation() {
  return (
    <>
      <Answer question={QUESTION} sentence="What activates an account is not said yet." />
      <Empty
        missing="The configuration has no activation."
        next={
          <>
            Say which steps lead to value, with <code>activation: {'{ milestones: … }'}</code>;{' '}
            <code>telltale discover</code> finds candidates in what newcomers did.
          </>
        }
      />
    </>
  )
}
