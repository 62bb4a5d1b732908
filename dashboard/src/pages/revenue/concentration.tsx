import type { AccountRow } from '@contract/accounts.ts'
import { leadScore } from '@contract/lead-score.ts'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { accountsQuery } from '../../api/queries.ts'
import { BandMark } from '../../parts/band-mark.tsx'
import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { formatMoney } from '../../words/format.ts'
import { formatShare } from '../../words/measures.ts'

const SHOWN = 8

type Payer = { readonly row: AccountRow; readonly minor: number; readonly together: number; readonly share: number }

/** Who pays, the largest first. */
export function usePayers() {
  return useQuery(accountsQuery({ sort: 'mrr', order: 'desc' }, 0))
}

/** The share of MRR that the largest few pay: as few as make a third of it, or five. */
export function useConcentration(currency: string): { readonly said: string; readonly share: number } | null {
  const { data } = usePayers()
  if (data === undefined) return null
  const payers = payersOf(data.data, data.summary.mrr, currency)
  const few = Math.min(5, Math.max(1, payers.findIndex(({ together }) => together >= 0.3) + 1 || 5))
  const last = payers[few - 1]
  if (last === undefined) return null
  return {
    said: few === 1 ? 'one account makes' : `the ${['', 'one', 'two', 'three', 'four', 'five'][few]} largest make`,
    share: last.together,
  }
}

/** Who the money comes from, the largest first, and how they are. */
export function Concentration({ currency }: { currency: string }) {
  const query = usePayers()
  const payers = query.data === undefined ? [] : payersOf(query.data.data, query.data.summary.mrr, currency)
  const lead = leadScore(query.data?.data.flatMap(({ bands }) => bands.map(({ score }) => score)) ?? [])
  const columns = columnsOf(currency, lead)
  return (
    <Section
      title="Who the money comes from"
      right={<CsvButton name="concentration" columns={columns} rows={payers} />}
      say="As of now, the largest first; together is the share of all MRR that it and those above it pay."
    >
      <Waiting query={query} what="Who pays" height={280}>
        {() =>
          payers.length === 0 ? (
            <p className="text-dense text-ink-2">Nobody pays in {currency}.</p>
          ) : (
            <DataTable
              label="Who pays most"
              columns={columns}
              rows={payers.slice(0, SHOWN)}
              keyOf={({ row }) => row.key}
            />
          )
        }
      </Waiting>
    </Section>
  )
}

function payersOf(
  rows: readonly AccountRow[],
  sums: readonly { minor: number; currency: string }[],
  currency: string,
): Payer[] {
  const total = sums.find((sum) => sum.currency === currency)?.minor ?? 0
  let together = 0
  return rows.flatMap((row) => {
    if (row.mrr === null || row.mrr.currency !== currency || row.mrr.minor <= 0 || total === 0) return []
    together += row.mrr.minor
    return [{ row, minor: row.mrr.minor, together: together / total, share: row.mrr.minor / total }]
  })
}

function columnsOf(currency: string, lead: string | null): Column<Payer>[] {
  const healthOf = ({ bands }: AccountRow) => bands.find(({ score }) => score === lead)
  return [
    {
      head: 'Account',
      value: ({ row }) => row.name,
      className: 'max-w-44',
      cell: ({ row }) => (
        <Link
          to="/accounts/$key"
          params={{ key: row.key }}
          className="block truncate font-medium hover:text-sea hover:underline"
        >
          {row.name.slice(0, 200)}
        </Link>
      ),
    },
    {
      head: 'Health',
      value: ({ row }) => healthOf(row)?.band ?? null,
      cell: ({ row }) => <BandMark band={healthOf(row)?.band ?? null} value={healthOf(row)?.value ?? null} />,
    },
    { head: 'MRR', value: ({ minor }) => formatMoney({ minor, currency }), right: true },
    {
      head: 'Share',
      value: ({ share }) => share,
      className: 'w-1/4 min-w-20',
      cell: ({ share }) => (
        <span className="mt-1.5 block h-2 rounded-[2px] bg-mist-2" role="img" aria-label={formatShare(share)}>
          <span className="block h-2 rounded-[2px] bg-sea-fill" style={{ width: `${Math.min(100, share * 100)}%` }} />
        </span>
      ),
    },
    { head: 'Together', value: ({ together }) => together, right: true, cell: ({ together }) => formatShare(together) },
  ]
}
