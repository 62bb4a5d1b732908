import type { SignalRow } from '@contract/signals.ts'
import type { VerdictRow } from '@contract/verdicts.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { backtestQuery, runOf } from '../../api/proof.ts'
import { statusQuery } from '../../api/queries.ts'
import { signalsQuery, verdictsQuery } from '../../api/signals.ts'
import { isSnapshot } from '../../api/snapshot.ts'
import { Answer } from '../../parts/answer.tsx'
import { Button } from '../../parts/button.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { CsvButton, DataTable } from '../../parts/table.tsx'
import { Empty, Trouble } from '../../parts/trouble.tsx'
import { HowFar, PageWaiting } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { countOf, formatCount, formatDay } from '../../words/format.ts'
import type { Ruling } from '../../words/rulings.ts'
import { NoiseBudget } from './noise-budget.tsx'
import { Overlaps } from './overlaps.tsx'
import type { Proof, ProvedSignal } from './proved-signal.ts'
import { catalogueColumns, measuredColumns } from './signal-columns.tsx'
import type { SignalsSearch } from './signals-search.ts'

const QUESTION = 'Can I trust our signals?'
const route = getRouteApi('/signals')

export function SignalsPage() {
  const { measure: asked } = route.useSearch()
  // A snapshot holds what is worked out, and nothing that one could ask for.
  const measure = isSnapshot ? '1' : asked
  const status = useQuery(statusQuery)
  const signals = useQuery(signalsQuery)
  const verdicts = useQuery(verdictsQuery)
  const backtest = useQuery({ ...backtestQuery, enabled: measure === '1' })
  const rows = joinSignals(signals.data?.data ?? [], verdicts.data?.data ?? [], backtest.data?.proofs ?? [])
  return (
    <>
      <title>Signals · Telltale</title>
      <PageBar name="Signals">
        <CsvButton name="signals" columns={[...catalogueColumns, ...measuredColumns]} rows={rows} onBar />
      </PageBar>
      <PageWaiting query={signals} also={[verdicts, status]} question={QUESTION} what="The signals">
        {() =>
          rows.length === 0 ? (
            <NoSignals />
          ) : (
            <>
              <Answer
                question={QUESTION}
                sentence={<Sentence rows={rows} />}
                context={verdictWords(verdicts.data?.week ?? null, backtest.data !== undefined)}
              />
              {status.data?.firstDay != null && <Measuring wanted={measure === '1'} />}
              <Section
                title="Every signal"
                say="A signal earns its keep when what it predicts comes more often with it than without, often enough to act on, and in time."
              >
                <DataTable
                  label="Every signal"
                  columns={
                    backtest.data === undefined
                      ? catalogueColumns
                      : [...catalogueColumns.slice(0, 2), ...measuredColumns]
                  }
                  rows={rows}
                  keyOf={({ signal }) => signal.key}
                />
                <Note>
                  {backtest.data === undefined
                    ? 'Alerts and what was done about them are of the last 28 days.'
                    : `Checked against ${formatDay(backtest.data.from)} to ${formatDay(backtest.data.to)}, on what was known day by day. Intervals 95 %. ${backtest.data.warnings.join(' ')}`}
                </Note>
              </Section>
              {backtest.data !== undefined && <Overlaps rows={rows} />}
              <NoiseBudget rows={rows} />
            </>
          )
        }
      </PageWaiting>
    </>
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
    ? 'Checked just now, against all of recorded history.'
    : 'Whether they earn their keep is worked out once a week; the first time has not come yet.'
}

/** Judging the past takes as long as the past is: it is asked for, says how far it is, and can be given up. */
function Measuring({ wanted }: { wanted: boolean }) {
  const client = useQueryClient()
  const change = useChangeSearch<SignalsSearch>()
  const backtest = useQuery({ ...backtestQuery, enabled: wanted })
  if (backtest.data !== undefined) return null
  if (backtest.isError)
    return (
      <Trouble what="The past could not be gone through." error={backtest.error} again={() => backtest.refetch()} />
    )
  if (!wanted)
    return (
      <p className="flex flex-wrap items-center gap-3 text-dense text-ink-2">
        <Button look="first" onClick={() => change({ measure: '1' })}>
          Check them against the past
        </Button>
        How often each was right, how much more often than without it, and how long before.
      </p>
    )
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
}
