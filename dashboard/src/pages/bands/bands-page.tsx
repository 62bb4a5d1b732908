import type { BandChanges } from '@contract/band-changes.ts'
import { leadScore } from '@contract/lead-score.ts'
import type { Standing } from '@contract/standing.ts'
import { titleOf } from '@contract/title-of.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { accountsQuery } from '../../api/queries.ts'
import type { BandsHow } from '../../api/work.ts'
import { BandDays } from '../../charts/band-days.tsx'
import { PageThread } from '../../charts/page-thread.tsx'
import { Answer } from '../../parts/answer.tsx'
import { Choice, Segmented } from '../../parts/fields.tsx'
import { UntilEvents } from '../../parts/no-events.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { AskFor, StandsAsOf } from '../../parts/stands-as-of.tsx'
import { Empty } from '../../parts/trouble.tsx'
import { LongWait, PageWaiting } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { countOf, formatCount, formatDay } from '../../words/format.ts'
import { daysBefore } from '../../words/intervals.ts'
import { BandMatrix } from './band-matrix.tsx'
import { BandStays } from './band-stays.tsx'
import { type BandsSearch, SPANS } from './bands-search.ts'
import { Crossings } from './crossings.tsx'
import { useBandChanges } from './use-band-changes.ts'

const QUESTION = 'Are our accounts getting better?'
const route = getRouteApi('/bands')

export function BandsPage() {
  const { score: chosen, days = '60', replay } = route.useSearch()
  const list = useQuery(accountsQuery({}, 0)).data
  const scores = [...new Set(list?.data.flatMap(({ bands }) => bands.map((band) => band.score)) ?? [])]
  const score = chosen ?? leadScore(scores) ?? undefined
  const asOf = list?.summary.asOf ?? null
  const from = asOf === null ? undefined : daysBefore(asOf, SPANS[days] - 1)
  const isKnown = score !== undefined && asOf !== null
  const past = useBandChanges({ score: score ?? '', from }, { isWanted: replay === '1', enabled: isKnown })
  const none = list !== undefined && score === undefined
  return (
    <>
      <title>Band changes · Telltale</title>
      <Bar scores={scores} score={score} />
      <UntilEvents question={QUESTION}>
        {none ? (
          <NoBands />
        ) : (
          <PageWaiting query={past.decided} also={[past.ready]} question={QUESTION} what="The bands" hasThread>
            {(decided) => <Told decided={decided} past={past} />}
          </PageWaiting>
        )}
      </UntilEvents>
    </>
  )
}

type Past = ReturnType<typeof useBandChanges>

/** Of imported days nobody decided anything: who crossed on them is told by judging them again. */
function Told({ decided, past }: { decided: BandChanges; past: Past }) {
  const client = useQueryClient()
  const change = useChangeSearch<BandsSearch>()
  const { standing, isOfImport, isAsked, told, how } = past
  if (isAsked)
    return (
      <Replaying
        onCancel={() => {
          change({ replay: undefined })
          void client.cancelQueries({ queryKey: ['bands'] })
        }}
      />
    )
  if (isOfImport && told.fetchStatus === 'idle' && told.data === undefined && !told.isError) {
    if (standing?.comes === true) return <Replaying run={standing.run} />
    return <Imported changes={decided} standing={standing} onAsk={() => change({ replay: '1' })} />
  }
  return (
    <PageWaiting query={told} question={QUESTION} what="The bands" hasThread>
      {(changes) => (
        <Body
          changes={changes}
          how={how}
          asOf={
            isOfImport &&
            standing !== null &&
            standing.as_of !== null && <StandsAsOf standing={standing} onRenew={() => change({ replay: '1' })} />
          }
        />
      )}
    </PageWaiting>
  )
}

type BodyProps = { changes: BandChanges; how: BandsHow; asOf: ReactNode }

function Body({ changes, how, asOf }: BodyProps) {
  return (
    <>
      <Head changes={changes} asOf={asOf} />
      <BandDays
        id="band-days"
        title="Accounts in each band, day by day"
        say="At the close of each day."
        changes={changes}
      />
      <BandMatrix changes={changes} how={how} />
      <BandStays changes={changes} />
      <Crossings changes={changes} />
    </>
  )
}

type ImportedProps = { changes: BandChanges; standing: Standing | null; onAsk: () => void }

function Imported({ changes: { bands, from, to }, standing, onAsk }: ImportedProps) {
  return (
    <>
      <Answer
        question={QUESTION}
        sentence={
          <>
            {bands.map(({ band, atEnd }, at) => (
              <span key={band}>
                {at > 0 && ', '}
                <b>{formatCount(atEnd)}</b> {band}
              </span>
            ))}{' '}
            on {formatDay(to)}.
          </>
        }
        context={`Some days since ${formatDay(from)} were imported: it is known who is in which band, and not who had been in which before.`}
      />
      <AskFor standing={standing} onAsk={onAsk}>
        Work these days out again
      </AskFor>
    </>
  )
}

function Replaying(wait: { run?: string; onCancel?: () => void }) {
  return (
    <>
      <Answer question={QUESTION} sentence="Working imported days out again …" />
      <LongWait title="Who crossed" reading="Going through every account on every day" height={300} {...wait} />
    </>
  )
}

function Bar({ scores, score }: { scores: readonly string[]; score: string | undefined }) {
  const { days = '60' } = route.useSearch()
  const change = useChangeSearch<BandsSearch>()
  return (
    <PageBar name="Band changes" about={score === undefined ? undefined : titleOf(score).toLowerCase()}>
      <Choice
        label="Score"
        value={score ?? ''}
        options={scores.map((one) => [one, titleOf(one)])}
        onChange={(one) => change({ score: one, from: undefined, to: undefined })}
      />
      <Segmented
        label="Over"
        value={days}
        options={[
          ['28', '28 days'],
          ['60', '60 days'],
          ['180', '180 days'],
        ]}
        onChange={(one) => change({ days: one === '60' ? undefined : one })}
      />
    </PageBar>
  )
}

/** "14 of 34 watch accounts went up within 60 days; 5 went down." Of the band between the best and the worst, for there it is decided. */
function Head({ changes, asOf }: { changes: BandChanges; asOf: ReactNode }) {
  const names = changes.bands.map(({ band }) => band)
  const middle = names[Math.min(1, names.length - 1)] ?? ''
  const rank = (band: string | null) => (band === null ? -1 : names.indexOf(band))
  const own = changes.cells.filter(({ from }) => from === middle)
  const sum = (test: (to: number) => boolean) =>
    own.filter(({ to }) => test(rank(to))).reduce((total, { accounts }) => total + accounts, 0)
  const all = sum(() => true)
  const up = sum((to) => to >= 0 && to < rank(middle))
  const down = sum((to) => to > rank(middle))
  const best = changes.bands[0]
  const days = best?.daily.length ?? 0
  const before = daysBefore(changes.from, 1)
  return (
    <>
      <Answer
        question={QUESTION}
        sentence={
          all === 0 ? (
            <>
              No account was in “{middle}” {days} days ago; <b>{formatCount(best?.atEnd ?? 0)}</b> are {names[0]} now.
            </>
          ) : (
            <>
              <b>
                {formatCount(up)} of {formatCount(all)}
              </b>{' '}
              accounts in “{middle}” went up within {days} days; <b>{formatCount(down)}</b> went down.
            </>
          )
        }
        context={
          <>
            {changes.sentence} {countOf(changes.total, 'crossing')} in all. {asOf}
          </>
        }
      />
      {best !== undefined && (
        <PageThread
          values={[best.atStart, ...best.daily]}
          tone="well"
          least={24}
          label={`Accounts ${best.band}: ${formatCount(best.atStart)} on ${before}, ${formatCount(best.atEnd)} on ${changes.to}`}
          first={`${formatCount(best.atStart)} ${best.band} on ${formatDay(before, changes.to)}`}
          last={
            <>
              <b className="text-ink">
                {formatCount(best.atEnd)} {best.band}
              </b>{' '}
              on {formatDay(changes.to, changes.to)}
            </>
          }
        />
      )}
    </>
  )
}

function NoBands() {
  return (
    <>
      <Answer question={QUESTION} sentence="No account is in a band yet." />
      <Empty
        missing="The configuration has no score with bands."
        next={
          <>
            Add one: <code>customerHealth()</code> is ready made, and <code>npx telltale init</code> brings it.
          </>
        }
      />
    </>
  )
}
