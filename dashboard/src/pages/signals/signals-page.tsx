import type { SignalRow } from '@contract/signals.ts'
import type { Standing } from '@contract/standing.ts'
import type { VerdictRow } from '@contract/verdicts.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { backtestQuery, runOf } from '../../api/proof.ts'
import { statusQuery } from '../../api/queries.ts'
import { signalsQuery, verdictsQuery } from '../../api/signals.ts'
import { Answer } from '../../parts/answer.tsx'
import { Button } from '../../parts/button.tsx'
import { Segmented } from '../../parts/fields.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { AskFor, StandsAsOf } from '../../parts/stands-as-of.tsx'
import { CsvButton, DataTable } from '../../parts/table.tsx'
import { Empty, Trouble } from '../../parts/trouble.tsx'
import { HowFar, LongWait, PageWaiting } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { countOf, formatCount, formatDay } from '../../words/format.ts'
import type { Ruling } from '../../words/rulings.ts'
import { NoiseBudget } from './noise-budget.tsx'
import { Overlaps } from './overlaps.tsx'
import type { Proof, ProvedSignal } from './proved-signal.ts'
import { catalogueColumns, measuredColumns } from './signal-columns.tsx'
import type { SignalsSearch } from './signals-search.ts'
import { useSignalProofs } from './use-signal-proofs.ts'

const QUESTION = 'Can I trust our signals?'
const route = getRouteApi('/signals')

export function SignalsPage() {
  const { measure } = route.useSearch()
  const status = useQuery(statusQuery)
  const signals = useQuery(signalsQuery)
  const verdicts = useQuery(verdictsQuery)
  const past = useSignalProofs(measure === '1')
  const rows = joinSignals(signals.data?.data ?? [], verdicts.data?.data ?? [], past.answer?.proofs ?? [])
  return (
    <>
      <title>Signals · Telltale</title>
      <PageBar name="Signals">
        <CsvButton name="signals" columns={[...catalogueColumns, ...measuredColumns]} rows={rows} onBar />
      </PageBar>
      <PageWaiting query={signals} also={[verdicts, status, past.ready]} question={QUESTION} what="The signals">
        {() =>
          rows.length === 0 ? (
            <NoSignals />
          ) : (
            <Told
              rows={rows}
              past={past}
              week={verdicts.data?.week ?? null}
              hasEvents={status.data?.firstDay != null}
            />
          )
        }
      </PageWaiting>
    </>
  )
}

type Past = ReturnType<typeof useSignalProofs>
type ToldProps = { rows: readonly ProvedSignal[]; past: Past; week: string | null; hasEvents: boolean }

function Told({ rows, past, week, hasEvents }: ToldProps) {
  const { show } = route.useSearch()
  const change = useChangeSearch<SignalsSearch>()
  const { standing, answer } = past
  if (standing?.comes && answer === undefined && show !== 'lately') return <Coming standing={standing} />
  return (
    <>
      <Answer
        question={QUESTION}
        sentence={<Sentence rows={rows} />}
        context={
          <>
            {verdictWords(week, answer !== undefined)}{' '}
            {standing !== null && standing.as_of !== null && (
              <StandsAsOf standing={standing} onRenew={() => change({ measure: '1' })} />
            )}
          </>
        }
      />
      {hasEvents && <Measuring past={past} />}
      <EverySignal rows={rows} past={past} />
      {answer !== undefined && <Overlaps rows={rows} />}
      <NoiseBudget rows={rows} />
    </>
  )
}

/** For the first time, or under the first configuration: it comes whether somebody waits for it or not. */
function Coming({ standing }: { standing: Standing }) {
  const change = useChangeSearch<SignalsSearch>()
  return (
    <>
      <Answer question={QUESTION} sentence="Checking every signal against the past …" />
      <LongWait
        title="Every signal"
        reading="Going through every account on every day of the past"
        height={440}
        run={standing.run}
        onCancel={() => change({ show: 'lately' })}
        out="Show what they did lately"
      />
    </>
  )
}

function EverySignal({ rows, past: { answer } }: { rows: readonly ProvedSignal[]; past: Past }) {
  const { show } = route.useSearch()
  const change = useChangeSearch<SignalsSearch>()
  const isMeasured = answer !== undefined && show !== 'lately'
  return (
    <Section
      title="Every signal"
      right={
        answer !== undefined && (
          <Segmented
            label="What is told of them"
            value={show ?? 'past'}
            options={[
              ['past', 'Over the past'],
              ['lately', 'Last 28 days'],
            ]}
            onChange={(one) => change({ show: one === 'lately' ? one : undefined })}
          />
        )
      }
      say="A signal earns its keep when what it predicts comes more often with it than without, often enough to act on, and in time."
    >
      <DataTable
        label="Every signal"
        columns={isMeasured ? [...catalogueColumns.slice(0, 2), ...measuredColumns] : catalogueColumns}
        rows={rows}
        keyOf={({ signal }) => signal.key}
      />
      <Note>
        {isMeasured
          ? `Checked against ${formatDay(answer.from)} to ${formatDay(answer.to)}, on what was known day by day. Intervals 95 %. ${answer.warnings.join(' ')}`
          : 'Alerts and what was done about them are of the last 28 days.'}
      </Note>
    </Section>
  )
}

function NoSignals() {
  return (
    <>
      <Answer question={QUESTION} sentence="There is no signal yet." />
      <Empty
        missing="The configuration names none."
        next={
          <>
            <code>npx telltale init</code> brings some that suit most products; Discover finds candidates in the data.
          </>
        }
      />
    </>
  )
}

function joinSignals(
  signals: readonly SignalRow[],
  verdicts: readonly VerdictRow[],
  proofs: readonly { kind: string; name: string }[],
): ProvedSignal[] {
  return signals.map((signal) => {
    const verdict = verdicts.find(({ kind, name }) => kind === 'signal' && name === signal.key) ?? null
    const proof =
      (proofs.find(({ kind, name }) => kind === 'signal' && name === signal.key) as Proof | undefined) ?? null
    return { signal, verdict, proof, ruling: verdict?.ruling ?? proof?.verdict.ruling ?? null }
  })
}

/** "9 of 14 earn their keep; 2 are noise." */
function Sentence({ rows }: { rows: readonly ProvedSignal[] }) {
  const count = (ruling: Ruling) => rows.filter((row) => row.ruling === ruling).length
  const judged = rows.filter(({ ruling }) => ruling !== null).length
  const on = rows.filter(({ signal }) => signal.enabled)
  const open = on.reduce((sum, { signal }) => sum + signal.openCount, 0)
  if (judged === 0)
    return (
      <>
        <b>{countOf(on.length, 'signal')}</b> {on.length === 1 ? 'is' : 'are'} on, with{' '}
        <b>{countOf(open, 'open alert')}</b>; none is checked yet.
      </>
    )
  const [keep, tune, drop, wait] = [count('keep'), count('tune'), count('drop'), count('not_enough_data')]
  return (
    <>
      <b>
        {formatCount(keep)} of {formatCount(judged)}
      </b>{' '}
      {keep === 1 ? 'earns its keep' : 'earn their keep'}
      {drop > 0 && (
        <>
          ; <b>{formatCount(drop)}</b> {drop === 1 ? 'is' : 'are'} noise
        </>
      )}
      {tune > 0 && (
        <>
          ; <b>{formatCount(tune)}</b> need{tune === 1 ? 's' : ''} tuning
        </>
      )}
      {wait > 0 && <>; of {formatCount(wait)} it cannot be told yet</>}.
    </>
  )
}

function verdictWords(week: string | null, measured: boolean): string {
  if (week !== null)
    return `As of the week of ${formatDay(week)}; whether they earn their keep is worked out anew each week.`
  return measured
    ? 'Checked against all of recorded history.'
    : 'Whether they earn their keep is worked out once a week; the first time has not come yet.'
}

/** Judging the past takes as long as the past is. Where it is not done behind each close it is asked for, says how far it is, and can be given up. */
function Measuring({ past: { standing, asked, isAsked, answer } }: { past: Past }) {
  const client = useQueryClient()
  const change = useChangeSearch<SignalsSearch>()
  if (standing === null) return null
  if (asked.isError)
    return <Trouble what="The past could not be gone through." error={asked.error} again={() => asked.refetch()} />
  if (isAsked && asked.data === undefined)
    return (
      <div className="flex flex-wrap items-center gap-3 text-dense text-ink-2" role="status">
        <HowFar run={runOf('backtest')} />
        Going through every account on every day of the past.
        <Button
          onClick={() => {
            change({ measure: undefined })
            void client.cancelQueries({ queryKey: backtestQuery.queryKey })
          }}
        >
          Cancel
        </Button>
      </div>
    )
  if (standing.comes || answer !== undefined) return null
  return (
    <AskFor
      standing={standing}
      onAsk={() => change({ measure: '1' })}
      say="How often each was right, how much more often than without it, and how long before."
    >
      Check them against the past
    </AskFor>
  )
}
