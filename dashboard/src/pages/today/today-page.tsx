import type { Worklist, WorklistQuery } from '@contract/worklist.ts'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useIsViewer } from '../../api/session.ts'
import { joinPages, readWholeWorklist, teamQuery, worklistPages, worklistQuery } from '../../api/work.ts'
import { Answer } from '../../parts/answer.tsx'
import { Choice } from '../../parts/fields.tsx'
import { Key } from '../../parts/key.tsx'
import { useLetterKeys } from '../../parts/letter-keys.ts'
import { setMe } from '../../parts/me.ts'
import { UntilEvents } from '../../parts/no-events.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { CsvButton } from '../../parts/table.tsx'
import { Empty } from '../../parts/trouble.tsx'
import { PageWaiting } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { formatCount, formatLongDay } from '../../words/format.ts'
import { AtRiskThread, useRecentBands } from './at-risk-thread.tsx'
import { Renewals } from './renewals.tsx'
import { taskColumns } from './task-columns.ts'
import { HORIZONS, type TodaySearch } from './today-search.ts'
import { TodaySentence, todayContext } from './today-sentence.tsx'
import { WorklistTable } from './worklist-table.tsx'

const QUESTION = 'What needs me today?'
const route = getRouteApi('/today')

export function TodayPage() {
  const { of, team, horizon = 'day' } = route.useSearch()
  const asked = { assignee: of, team, horizon }
  const { list, query, more } = useList(asked)
  // Whether there is a thread under the sentence is known with them.
  const bands = useRecentBands(list?.asOf ?? null)
  return (
    <>
      <title>Today · Telltale</title>
      <Bar list={list} readAll={() => readWholeWorklist(asked)} />
      <UntilEvents question={QUESTION}>
        <PageWaiting
          query={query}
          also={list?.asOf === null ? [] : [bands]}
          question={QUESTION}
          what="The list"
          hasThread
        >
          {(shown) => (
            <>
              <Answer question={QUESTION} sentence={<TodaySentence list={shown} />} context={todayContext(shown)} />
              <AtRiskThread asOf={shown.asOf} />
              <Horizons shown={shown} />
              {shown.total === 0 ? (
                <NothingToDo list={shown} />
              ) : (
                <WorklistTable list={shown} asked={asked} more={more} />
              )}
              <Renewals list={shown} more={more} readAll={() => readWholeWorklist(asked)} />
            </>
          )}
        </PageWaiting>
      </UntilEvents>
    </>
  )
}

/** The list as far as it was read, and how to read on; null: that is all. The task of the address is among it from the first. */
function useList(asked: Partial<WorklistQuery>) {
  const { task } = route.useSearch()
  const [through] = useState(task)
  const { data, ...query } = useInfiniteQuery(worklistPages(asked, through))
  const list = useMemo(() => data && joinPages(data), [data])
  const more = query.hasNextPage ? () => void (query.isFetchingNextPage || query.fetchNextPage()) : null
  return { list, query: { ...query, data: list }, more }
}

type BarProps = { list: Worklist | undefined; readAll: () => Promise<Worklist> }

function Bar({ list, readAll }: BarProps) {
  const { of, team } = route.useSearch()
  const change = useChangeSearch<TodaySearch>()
  const rows = useQuery(teamQuery).data?.data ?? []
  const people = [...new Set(rows.flatMap(({ assignee }) => assignee ?? []))].sort()
  const teams = [...new Set(rows.map((row) => row.team))].sort()
  const onChoose = (name: string | undefined) => {
    if (name !== undefined) setMe(name)
    change({ of: name, task: undefined })
  }
  return (
    <PageBar name="Today" about={list === undefined ? undefined : formatLongDay(list.today)}>
      <Choice label="Of" value={of ?? ''} any="everybody" options={people.map((p) => [p, p])} onChange={onChoose} />
      <Choice
        label="Team"
        value={team ?? ''}
        any="any"
        options={teams.map((one) => [one, one])}
        onChange={(one) => change({ team: one, task: undefined })}
      />
      <CsvButton
        name="today"
        columns={taskColumns}
        rows={list?.tasks ?? []}
        readAll={list !== undefined && list.total > list.tasks.length ? async () => (await readAll()).tasks : null}
        onBar
      />
    </PageBar>
  )
}

const TABS = { day: 'Daily', week: 'Weekly', month: 'Monthly' } as const

/** What is due today, within 7 and within 30 days, each with how much there is. */
function Horizons({ shown }: { shown: Worklist }) {
  const { of, team, horizon = 'day' } = route.useSearch()
  const change = useChangeSearch<TodaySearch>()
  return (
    <div className="flex flex-wrap items-center gap-x-5 border-b border-line">
      {HORIZONS.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === horizon}
          onClick={() => change({ horizon: one === 'day' ? undefined : one, task: undefined })}
          className={`flex h-11 items-center gap-1.5 text-dense font-medium desk:h-9 ${one === horizon ? 'text-ink shadow-[inset_0_-2px_var(--ink)]' : 'text-ink-3 hover:text-ink'}`}
        >
          {TABS[one]}
          <TabCount asked={{ assignee: of, team, horizon: one, limit: 1 }} known={shown} />
        </button>
      ))}
      <KeyHints />
    </div>
  )
}

/** Which keys do what here, for whoever has not turned them off. */
function KeyHints() {
  const isViewer = useIsViewer()
  if (!useLetterKeys()) return null
  return (
    <span className="ml-auto flex items-center gap-3 text-small text-ink-3 max-wide:hidden">
      <span>
        <Key>J</Key> <Key>K</Key> move
      </span>
      {!isViewer && (
        <>
          <span>
            <Key>E</Key> done
          </span>
          <span>
            <Key>S</Key> snooze
          </span>
        </>
      )}
      <span>
        <Key>↵</Key> open
      </span>
      <span>
        <Key>?</Key> all keys
      </span>
    </span>
  )
}

type TabCountProps = { asked: Parameters<typeof worklistQuery>[0]; known: Worklist }

function TabCount({ asked, known }: TabCountProps) {
  const here = asked.horizon === known.horizon
  const query = useQuery({ ...worklistQuery(asked), enabled: !here })
  const total = (here ? known : query.data)?.total
  return <span className="font-normal text-ink-3">{total === undefined ? '' : formatCount(total)}</span>
}

function NothingToDo({ list }: { list: Worklist }) {
  const next =
    list.horizon === 'day'
      ? 'Look at the week, or at everybody; what comes up stands here as soon as it is known.'
      : 'Signals with `suggest`, routines and renewals put accounts here.'
  return <Empty missing="Nothing is due." next={next.replaceAll('`', '')} />
}
