import type { DiscoveryAnswer } from '@contract/discovery.ts'
import type { Standing } from '@contract/standing.ts'
import { titleOf } from '@contract/title-of.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { isApiFailure } from '../../api/client.ts'
import { discoveryQuery, runOf } from '../../api/proof.ts'
import { statusQuery } from '../../api/queries.ts'
import { standingDiscoveryQuery } from '../../api/standing.ts'
import { Answer, AnswerSkeleton } from '../../parts/answer.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Choice, Segmented } from '../../parts/fields.tsx'
import { UntilEvents } from '../../parts/no-events.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { Scrolling } from '../../parts/scrolling.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { AskFor, StandsAsOf } from '../../parts/stands-as-of.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { LongWait, Place } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { countOf, formatCount, formatDay } from '../../words/format.ts'
import { onScreen } from '../../words/measures.ts'
import type { DiscoverSearch } from './discover-search.ts'
import { Finds } from './finds.tsx'

const QUESTION = 'What should we watch?'
const route = getRouteApi('/discover')

export function DiscoverPage() {
  const past = useDiscovery()
  return (
    <>
      <title>Discover · Telltale</title>
      <PageBar name="Discover" about={past.answer === undefined ? undefined : `for “${past.answer.outcome}”`}>
        <Choices />
      </PageBar>
      <UntilEvents question={QUESTION}>
        <Searched past={past} />
      </UntilEvents>
    </>
  )
}

/** What goes with the outcome of the address: as it stands, else as it was asked for. */
function useDiscovery() {
  const { search, outcome, level } = route.useSearch()
  const asked = { ...(outcome === undefined ? {} : { outcome }), ...(level === undefined ? {} : { level }) }
  const ready = useQuery(standingDiscoveryQuery(asked))
  const standing = ready.data?.standing ?? null
  const isAsked = search === '1' && standing !== null && !standing.is_current && !standing.comes
  const query = useQuery({ ...discoveryQuery(asked), enabled: isAsked })
  const stands = ready.data?.answer ?? undefined
  const answer = standing?.is_current === true ? stands : (query.data ?? stands)
  const failed = [ready, query].find(({ isError }) => isError) ?? null
  return { standing, isAsked: isAsked && query.data === undefined, answer, failed }
}

function Searched({ past: { standing, isAsked, answer, failed } }: { past: ReturnType<typeof useDiscovery> }) {
  const client = useQueryClient()
  const change = useChangeSearch<DiscoverSearch>()
  const ask = () => change({ search: '1' })
  if (failed !== null)
    return (
      <>
        <Answer
          question={QUESTION}
          sentence="Nothing can be searched for."
          context={isApiFailure(failed.error) ? failed.error.detail : undefined}
        />
        <Trouble what="The search gave no answer." error={failed.error} again={() => failed.refetch()} />
      </>
    )
  if (standing === null)
    return (
      <>
        <AnswerSkeleton question={QUESTION} />
        <Place height={300} />
      </>
    )
  if (isAsked)
    return (
      <Searching
        run={runOf('discover')}
        onCancel={() => {
          change({ search: undefined })
          void client.cancelQueries({ queryKey: ['discover'] })
        }}
      />
    )
  if (answer !== undefined) return <Found answer={answer} standing={standing} onRenew={ask} />
  return standing.comes ? <Searching run={standing.run} /> : <Ask standing={standing} onAsk={ask} />
}

function Searching(wait: { run: string; onCancel?: () => void }) {
  return (
    <>
      <Answer question={QUESTION} sentence="Searching what newcomers did …" />
      <LongWait title="Candidates" reading="Reading the first days of everybody" height={300} {...wait} />
    </>
  )
}

/** Both at once: how many outcomes there are decides where the second stands. */
function Choices() {
  const { outcome, level } = route.useSearch()
  const change = useChangeSearch<DiscoverSearch>()
  const status = useQuery(statusQuery)
  const outcomes = status.data?.outcomes ?? []
  if (status.isPending) return null
  return (
    <>
      {outcomes.length > 1 && (
        <Choice
          label="For"
          value={outcome ?? ''}
          any="the usual outcome"
          options={outcomes.map(({ key }) => [key, titleOf(key).toLowerCase()])}
          onChange={(one) => change({ outcome: one })}
        />
      )}
      <Segmented
        label="Of whom"
        value={level ?? 'account'}
        options={[
          ['account', 'Accounts'],
          ['user', 'Users'],
        ]}
        onChange={(one) => change({ level: one === 'account' ? undefined : one })}
      />
    </>
  )
}

function Ask({ standing, onAsk }: { standing: Standing; onAsk: () => void }) {
  return (
    <>
      <Answer
        question={QUESTION}
        sentence="What did those who stay do in their first days that the others did not?"
        context="Found among earlier newcomers, measured among later ones. What comes out is a candidate: it goes with the outcome, and only an experiment says whether it brings it about."
      />
      <AskFor standing={standing} onAsk={onAsk}>
        Search the first days of everybody
      </AskFor>
    </>
  )
}

type FoundProps = { answer: DiscoveryAnswer; standing: Standing; onRenew: () => void }

function Found({ answer, standing, onRenew }: FoundProps) {
  const { more, found_among, measured_among, cells, placebo, config, warnings, events_left_out } = answer
  return (
    <>
      <Answer
        question={QUESTION}
        sentence={onScreen(answer.sentence)}
        context={
          <>
            {countOf(cells, 'candidate')} tried among {formatCount(found_among.beginners)} that began up to{' '}
            {formatDay(found_among.to)}; measured among {formatCount(measured_among.beginners)} that began after it.{' '}
            {standing.as_of !== null && <StandsAsOf standing={standing} onRenew={onRenew} />}
          </>
        }
      />
      <Finds answer={answer} />
      {more > 0 && <Note>{formatCount(more)} more are not told.</Note>}
      <Note>
        {placebo.bar === null
          ? 'There was no event that means nothing for the outcome by which the others could be measured.'
          : `Events that mean nothing for the outcome reach ${placebo.bar.toFixed(2)}× by chance and by diligence: what does not reach more is marked.`}
        {events_left_out.length > 0 &&
          ` ${countOf(events_left_out.length, 'event was', 'events were')} left out of the search.`}
        {warnings.map((warning) => ` ${onScreen(warning)}`)}
      </Note>
      {config !== null && (
        <Section
          title="As steps of your configuration"
          right={<CopyButton text={config} />}
          say="Those that earn their keep, to be pasted."
        >
          <Scrolling label="Steps to be pasted" className="rounded-2 bg-mist p-3">
            <pre className="text-dense text-ink-2">{config}</pre>
          </Scrolling>
        </Section>
      )}
    </>
  )
}
