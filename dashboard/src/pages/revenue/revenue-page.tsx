import { getRouteApi } from '@tanstack/react-router'
import { useAnalysis } from '../../api/analysis.ts'
import { useCurrencies } from '../../api/currencies.ts'
import { PageThread } from '../../charts/page-thread.tsx'
import { Answer } from '../../parts/answer.tsx'
import { Choice, Segmented } from '../../parts/fields.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { Commands, Empty } from '../../parts/trouble.tsx'
import { PageWaiting } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { formatMoney } from '../../words/format.ts'
import { formatInterval } from '../../words/intervals.ts'
import { formatShare, onScreen } from '../../words/measures.ts'
import { Concentration, useConcentration, usePayers } from './concentration.tsx'
import { HealthAndMoney } from './health-and-money.tsx'
import { KeptByCohort } from './kept-by-cohort.tsx'
import { KeptLines } from './kept-lines.tsx'
import { MoneyMetrics } from './money-metrics.tsx'
import { MrrBridge } from './mrr-bridge.tsx'
import type { RevenueRow } from './revenue-row.ts'
import { type RevenueSearch, SPANS } from './revenue-search.ts'

const QUESTION = 'Is usage turning into money?'
const route = getRouteApi('/revenue')

export function RevenuePage() {
  const { currency: chosen, months = '12' } = route.useSearch()
  const currencies = useCurrencies()
  const currency = chosen ?? currencies?.[0]
  const asked = { by: 'month' as const, ...(currency === undefined ? {} : { currency }) }
  const query = useAnalysis('revenue', asked, { enabled: currencies !== undefined })
  const payers = usePayers()
  const rows = query.data?.rows.filter(({ complete }) => complete) ?? []
  const known = rows.filter(({ start, end }) => (start ?? 0) > 0 || (end ?? 0) > 0)
  return (
    <>
      <title>Revenue · Telltale</title>
      <Bar currencies={currencies ?? []} currency={currency} />
      <PageWaiting query={query} also={[payers]} question={QUESTION} what="The movements" hasThread>
        {(answer) =>
          known.length === 0 || currency === undefined ? (
            <NoRevenue />
          ) : (
            <>
              <Head
                rows={known}
                currency={currency}
                definition={answer.definition}
                others={(currencies?.length ?? 1) - 1}
              />
              <MrrBridge rows={known.slice(-SPANS[months])} currency={currency} movements={answer.movements} />
              <div className="grid grid-cols-1 gap-x-12 wide:grid-cols-2">
                <KeptLines rows={known} currency={currency} />
                <Concentration currency={currency} />
              </div>
              <KeptByCohort currency={currency} />
              <div className="grid grid-cols-1 gap-x-12 wide:grid-cols-2">
                <HealthAndMoney currency={currency} />
                <MoneyMetrics currency={currency} />
              </div>
            </>
          )
        }
      </PageWaiting>
    </>
  )
}

function Bar({ currencies, currency }: { currencies: readonly string[]; currency: string | undefined }) {
  const { months = '12' } = route.useSearch()
  const change = useChangeSearch<RevenueSearch>()
  return (
    <PageBar name="Revenue" about="accounts with MRR">
      <Segmented
        label="Over"
        value={months}
        options={[
          ['1', 'Last full month'],
          ['3', '3 months'],
          ['12', '12 months'],
        ]}
        onChange={(one) => change({ months: one === '12' ? undefined : one })}
      />
      <Choice
        label="Currency"
        value={currency ?? ''}
        options={currencies.map((one) => [one, one])}
        onChange={(one) => change({ currency: one })}
      />
    </PageBar>
  )
}

type HeadProps = { rows: readonly RevenueRow[]; currency: string; definition: string; others: number }

function Head({ rows, currency, definition, others }: HeadProps) {
  const last = rows.at(-1)!
  const first = rows[0]!
  const top = useConcentration(currency)
  const month = formatInterval(last.period, 'month', null)
  const money = (minor: number | null) => formatMoney(minor === null ? null : { minor, currency })
  return (
    <>
      <Answer
        question={QUESTION}
        sentence={
          <>
            NRR <b>{percent(last.nrr)}</b>, GRR <b>{percent(last.grr)}</b> in{' '}
            <span className="whitespace-nowrap">{month}</span>
            {top !== null && (
              <>
                ; {top.said} <b>{formatShare(top.share)}</b> of MRR
              </>
            )}
            .
          </>
        }
        context={`Subscriptions in ${currency}${others > 0 ? ', other money is looked at by itself' : ''}; all of them are counted, nothing is an estimate.`}
        definition={onScreen(definition)}
      />
      <PageThread
        values={[first.start, ...rows.map(({ end }) => end)]}
        least={Math.max(1, (last.end ?? 0) * 0.3)}
        label={`MRR: ${money(first.start)} before ${first.period}, ${money(last.end)} at the end of ${month}`}
        first={`${money(first.start)} MRR before ${formatInterval(first.period, 'month', null)}`}
        last={
          <>
            <b className="text-ink">{money(last.end)} MRR</b> at the end of {month}
          </>
        }
      />
    </>
  )
}

/** Retention of money is told to a tenth: a point of it is much. */
function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)}\u202f%`
}

function NoRevenue() {
  return (
    <>
      <Answer question={QUESTION} sentence="No revenue yet." />
      <Empty
        missing="No subscription is known."
        next="With what each account pays - how much, from when, until when - this page answers. Read it from where it is:"
      >
        <Commands lines={['npx telltale sync stripe', 'npx telltale sync postgres']} />
      </Empty>
    </>
  )
}
