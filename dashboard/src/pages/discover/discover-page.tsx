import type { DiscoveryAnswer } from '@contract/discovery.ts'
import { titleOf } from '@contract/title-of.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { isApiFailure } from '../../api/client.ts'
import { discoveryQuery, runOf } from '../../api/proof.ts'
import { statusQuery } from '../../api/queries.ts'
import { isSnapshot } from '../../api/snapshot.ts'
import { Answer } from '../../parts/answer.tsx'
import { Button } from '../../parts/button.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { Choice, Segmented } from '../../parts/fields.tsx'
import { UntilEvents } from '../../parts/no-events.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { Scrolling } from '../../parts/scrolling.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { Trouble } from '../../parts/trouble.tsx'
import { LongWait } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { countOf, formatCount, formatDay } from '../../words/format.ts'
import { onScreen } from '../../words/measures.ts'
import type { DiscoverSearch } from './discover-search.ts'
import { Finds } from './finds.tsx'

const QUESTION = 'What should we watch?'
const route = getRouteApi('/discover')

export function DiscoverPage() {
  const client = useQueryClient()
  const { search, outcome, level } = route.useSearch()
  const change = useChangeSearch<DiscoverSearch>()
  // A snapshot holds what was found, and nothing that one could ask for.
  const wanted = search === '1' || isSnapshot
  const asked = { ...(outcome === undefined ? {} : { outcome }), ...(level === undefined ? {} : { level }) }
  const query = useQuery({ ...discoveryQuery(asked), enabled: wanted })
  return (
    <>
      <title>Discover · Telltale</title>
      <PageBar name="Discover" about={query.data === undefined ? undefined : `for “${query.data.outcome}”`}>
        <Choices />
      </PageBar>
      <UntilEvents question={QUESTION}>
        {!wanted && <Ask onAsk={() => change({ search: '1' })} />}
        {wanted && query.isError && (
          <>
            <Answer
              question={QUESTION}
              sentence="Nothing can be searched for."
              context={isApiFailure(query.error) ? query.error.detail : undefined}
            />
            <Trouble what="The search gave no answer." error={query.error} again={() => query.refetch()} />
          </>
        )}
        {wanted && query.data === undefined && !query.isError && (
          <>
            <Answer question={QUESTION} sentence="Searching what newcomers did …" />
            <LongWait
              title="Candidates"
              reading="Reading the first days of everybody"
              height={300}
              run={runOf('discover')}
              onCancel={() => {
                change({ search: undefined })
                void client.cancelQueries({ queryKey: ['discover'] })
              }}
            />
          </>
        )}
        {wanted && query.data !== undefined && <Found answer={query.data} />}
      </UntilEvents>
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

function Ask({ onAsk }: { onAsk: () => void }) {
  return (
    <>
      <Answer
        question={QUESTION}
        sentence="What did those who stay do in their first days that the others did not?"
        context="Found among earlier newcomers, measured among later ones. What comes out is a candidate: it goes with the outcome, and only an experiment says whether it brings it about."
      />
      <Button look="first" onClick={onAsk}>
        Search the first days of everybody
      </Button>
    </>
  )
}

function Found({ answer }: { answer: DiscoveryAnswer }) {
  const { more, found_among, measured_among, cells, placebo, config, warnings, events_left_out } = answer
  return (
    <>
      <Answer
        question={QUESTION}
        sentence={onScreen(answer.sentence)}
        context={`${countOf(cells, 'candidate')} tried among ${formatCount(found_among.beginners)} that began up to ${formatDay(found_among.to)}; measured among ${formatCount(measured_among.beginners)} that began after it.`}
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
