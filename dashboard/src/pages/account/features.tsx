import type { AccountFeature, AccountFeatures } from '@contract/account-parts/account-features.ts'
import { titleOf } from '@contract/title-of.ts'
import { useQuery } from '@tanstack/react-query'
import { featuresQuery } from '../../api/account-parts.ts'
import { Icon } from '../../parts/icon.tsx'
import { IntervalMark, ShareWithLimits } from '../../parts/limits.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { countOf, formatCount, formatDay, joinWords } from '../../words/format.ts'
import { formatShare } from '../../words/measures.ts'

type FeaturesProps = { account: string; asOf: string | undefined }

/** Which features the account uses, and how many of those on the same plan do. */
export function Features({ account, asOf }: FeaturesProps) {
  const query = useQuery(featuresQuery(account, asOf))
  const { data } = query
  return (
    <Section
      title="Features, against similar accounts"
      right={
        data !== undefined && data.data.length > 0 && <CsvButton name="features" columns={COLUMNS} rows={data.data} />
      }
      say={data === undefined ? undefined : sayWords(data)}
    >
      <Waiting query={query} what="The features" height={220}>
        {(features) =>
          features.data.length === 0 ? <NoFeatures /> : <Table features={features} past={asOf !== undefined} />
        }
      </Waiting>
    </Section>
  )
}

/** The next step where nothing says what a feature is. */
function NoFeatures() {
  return (
    <p className="max-w-[84ch] text-dense text-ink-2">
      No event of the configuration belongs to a feature. It does when it says so:{' '}
      <code>{"event('Report Viewed', { feature: 'reports' })"}</code>
    </p>
  )
}

function Table({ features, past }: { features: AccountFeatures; past: boolean }) {
  const { plan, similar, leastSimilar, asOf, data } = features
  const few = similar < leastSimilar
  return (
    <>
      <DataTable
        label="Features, against similar accounts"
        columns={COLUMNS}
        rows={data}
        keyOf={({ feature }) => feature}
      />
      <Note>
        Compared with {countOf(similar, 'other account')}{' '}
        {plan === null ? 'of which no plan is known' : `on the plan ${plan.slice(0, 100)}`}, active in the 28 days up to{' '}
        {formatDay(asOf)}
        {past && ', as they are known now'}
        {few && `; too few to tell a share, which takes ${leastSimilar}`}.
      </Note>
    </>
  )
}

/** What most similar accounts use and this one does not, or that there is none. */
function sayWords({ data, similar, leastSimilar }: AccountFeatures): string | undefined {
  if (data.length === 0 || similar < leastSimilar) return undefined
  const missing = data.filter(
    ({ users, inPlan, similar: { rate } }) => inPlan && users === 0 && (rate?.estimate ?? 0) > 0.5,
  )
  const used = data.filter(({ users }) => users > 0).length
  const uses = `${formatCount(used)} of ${countOf(data.length, 'feature')} used in 28 days`
  if (missing.length === 0) return `${uses}; none is missed that most similar accounts use.`
  return `${uses}; most similar accounts use ${joinWords(missing.slice(0, 3).map(({ feature }) => titleOf(feature)))} too.`
}

const COLUMNS: readonly Column<AccountFeature>[] = [
  { head: 'Feature', value: ({ feature }) => titleOf(feature), className: 'w-[26%]' },
  {
    head: 'Here',
    value: ({ users }) => users,
    className: 'whitespace-nowrap',
    cell: (one) => <Here feature={one} />,
  },
  {
    head: 'Share of similar accounts using it',
    value: ({ similar }) => similar.rate?.estimate ?? null,
    className: 'w-[30%] max-desk:hidden',
    cell: ({ feature, similar: { rate } }) => (
      <IntervalMark
        of={rate}
        label={
          rate === null
            ? `${titleOf(feature)}: too few`
            : `${titleOf(feature)}: ${formatShare(rate.estimate)} of similar accounts`
        }
      />
    ),
  },
  {
    head: 'Similar',
    value: ({ similar: { count, of } }) => `${count} of ${of}`,
    right: true,
    cell: ({ similar: { rate } }) => <ShareWithLimits of={rate} />,
  },
]

function Here({ feature: { users, inPlan } }: { feature: AccountFeature }) {
  if (users > 0)
    return (
      <span className="inline-flex items-baseline gap-1.5">
        <Icon name="check" className="translate-y-[3px] text-well" /> {countOf(users, 'user')}
      </span>
    )
  return <span className="text-ink-3">{inPlan ? 'not used' : 'not in its plan'}</span>
}
