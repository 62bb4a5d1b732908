import type { CohortsAnswer } from '@contract/analyze/cohorts.ts'
import { shareLimits } from '@contract/share-limits.ts'
import { getRouteApi } from '@tanstack/react-router'
import { useAnalysis } from '../../api/analysis.ts'
import { ActorsDialog } from '../../parts/actors-dialog.tsx'
import { Segmented } from '../../parts/fields.tsx'
import { IntervalMark, ShareWithLimits } from '../../parts/limits.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { Waiting } from '../../parts/waiting.tsx'
import { useCell } from '../../search/use-cell.ts'
import { useChangeSearch } from '../../search/use-search.ts'
import { formatCount } from '../../words/format.ts'
import { formatShare, formatShareLimits, type Limits } from '../../words/measures.ts'
import { type ActivationSearch, GROUPS } from './activation-search.ts'

const route = getRouteApi('/activation')
type Group = {
  readonly value: string
  readonly key: string | number | boolean | null
  readonly size: number
  readonly done: number
  readonly limits: Limits | null
}
type GroupCell = { readonly group: Group['key'] }

/** How many of those whose time is over were activated in it, by where they came from, what they pay for, or how many they are. */
export function ActivatedByGroup({ from, to, withinDays }: { from: string; to: string; withinDays: number }) {
  const { by = 'source' } = route.useSearch()
  const change = useChangeSearch<ActivationSearch>()
  const asked = {
    ...{ actor: 'account' as const, by, metric: 'activated' as const, date_from: from, date_to: to },
    // Weeks would take in those of the last one whose time is not over.
    ...{ period: 'day' as const, total_intervals: withinDays, by_limit: 12 },
  }
  const query = useAnalysis('cohorts', asked)
  const { cell, open, close } = useCell<GroupCell>()
  const groups = query.data === undefined ? [] : groupsOf(query.data)
  return (
    <Section
      title={`Activated within ${withinDays} days, by ${by}`}
      right={
        <>
          <Segmented
            label="By"
            value={by}
            options={GROUPS.map((one) => [one, one])}
            onChange={(one) => change({ by: one === 'source' ? undefined : one })}
          />
          <CsvButton name={`activated-by-${by}`} columns={columnsOf(by, 0, 1, () => {})} rows={groups} />
        </>
      }
    >
      <Waiting query={query} what="The groups" height={220}>
        {() => <Groups by={by} groups={groups} onOpen={(key) => open({ group: key })} />}
      </Waiting>
      {cell?.group !== undefined && (
        <ActorsDialog
          title={`Signed up with ${by} ${cell.group ?? 'not known'}`}
          kind="cohorts"
          asked={{ ...asked, actors_of: { cohort: cell.group } }}
          onClose={close}
        />
      )}
    </Section>
  )
}

function Groups({ by, groups, onOpen }: { by: string; groups: readonly Group[]; onOpen: (key: Group['key']) => void }) {
  const size = groups.reduce((sum, group) => sum + group.size, 0)
  const base = size === 0 ? 0 : groups.reduce((sum, group) => sum + group.done, 0) / size
  const most = Math.max(0.1, ...groups.flatMap(({ limits }) => limits?.upper ?? []))
  if (groups.length === 0) return <p className="text-dense text-ink-2">Nobody signed up whose time is over.</p>
  return (
    <>
      <DataTable
        label={`By ${by}`}
        columns={columnsOf(by, base, most, onOpen)}
        rows={groups}
        keyOf={({ value }) => value}
      />
      <Note>
        The upright mark is all of them, {formatShare(base)}. Groups differ by more than their {by}: it shows who
        activates, not why.
      </Note>
    </>
  )
}

function groupsOf({ cohorts }: CohortsAnswer): Group[] {
  return cohorts.flatMap(({ value, other, size, values, complete }) => {
    const done = values.at(-1) ?? null
    if (done === null || complete.at(-1) !== true) return []
    const name = other ? 'other' : value === null ? 'not known' : String(value)
    return [{ value: name, key: value, size, done, limits: shareLimits(done, size) }]
  })
}

function columnsOf(by: string, base: number, most: number, onOpen: (key: Group['key']) => void): Column<Group>[] {
  return [
    { head: by, value: ({ value }) => value, className: 'w-1/4 [overflow-wrap:anywhere]' },
    {
      head: 'sign-ups',
      value: ({ size }) => size,
      right: true,
      cell: ({ size, key, value }) => (
        <button
          type="button"
          className="hover:text-sea hover:underline"
          onClick={() => onOpen(key)}
          aria-label={`${formatCount(size)} of ${value}`}
        >
          {formatCount(size)}
        </button>
      ),
    },
    { head: 'activated', value: ({ done }) => done, right: true },
    {
      head: '95 % limits',
      value: ({ limits }) => (limits === null ? null : formatShareLimits(limits)),
      className: 'w-1/3 min-w-40',
      cell: ({ limits }) => (
        <IntervalMark
          of={limits}
          base={base}
          to={most}
          label={limits === null ? 'nobody' : `interval ${formatShareLimits(limits)}`}
        />
      ),
    },
    {
      head: 'share',
      value: ({ limits }) => limits?.estimate ?? null,
      right: true,
      cell: ({ limits }) => <ShareWithLimits of={limits} bold />,
    },
  ]
}
