import type { PackagedPlan, PackagingAnswer } from '@contract/analyze/packaging.ts'
import { packagingQuestion } from '@contract/analyze/standing-questions.ts'
import { useQuery } from '@tanstack/react-query'
import { useAnalysis } from '../../api/analysis.ts'
import { statusQuery } from '../../api/queries.ts'
import { ShareWithLimits } from '../../parts/limits.tsx'
import { Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { MayCome } from '../../parts/waiting.tsx'
import { formatCount } from '../../words/format.ts'
import { formatShare } from '../../words/measures.ts'

type Limit = { readonly plan: string; readonly accounts: number; readonly limit: PackagedPlan['limits'][number] }

/** What of the limits of each plan is used, and who meets their end. */
export function Packaging() {
  const status = useQuery(statusQuery).data
  const query = useAnalysis('packaging', packagingQuestion(status?.asOf ?? null), { enabled: status !== undefined })
  const rows = query.data === undefined ? [] : limitsOf(query.data)
  if (query.isPending) return <MayCome />
  if (rows.length === 0) return null
  return (
    <Section
      title="Plan limits, and who meets them"
      right={<CsvButton name="plan-limits" columns={COLUMNS} rows={rows} />}
      say="Of the accounts whose limit and use are known. Near is 80 % of the limit and more."
    >
      <DataTable
        label="Plan limits"
        columns={COLUMNS}
        rows={rows}
        keyOf={({ plan, limit }) => `${plan} ${limit.limit}`}
      />
    </Section>
  )
}

function limitsOf({ plans }: PackagingAnswer): Limit[] {
  return plans.flatMap(({ plan, other, accounts, limits }) =>
    limits.map((limit) => ({ plan: other ? 'other' : plan === null ? 'none' : String(plan), accounts, limit })),
  )
}

const COLUMNS: readonly Column<Limit>[] = [
  { head: 'Plan', value: ({ plan }) => plan, cell: ({ plan }) => <b className="font-medium">{plan}</b> },
  { head: 'Limit', value: ({ limit }) => limit.limit },
  {
    head: 'Accounts',
    value: ({ limit }) => limit.limited,
    right: true,
    cell: ({ limit }) => formatCount(limit.limited),
  },
  {
    head: 'Half use at most',
    value: ({ limit }) => limit.median_use,
    right: true,
    cell: ({ limit }) => formatShare(limit.median_use),
  },
  {
    head: 'Near it',
    value: ({ limit }) => limit.near.count,
    right: true,
    cell: ({ limit }) => <ShareWithLimits of={limit.near.rate} />,
  },
  {
    head: 'Reached it',
    value: ({ limit }) => limit.reached.count,
    right: true,
    cell: ({ limit }) => <ShareWithLimits of={limit.reached.rate} bold />,
  },
  { head: 'Unlimited', value: ({ limit }) => limit.unlimited, right: true },
  { head: 'Not known', value: ({ limit }) => limit.unknown, right: true },
]
