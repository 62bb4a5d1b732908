import type { Change, ChangeLog } from '@contract/changes.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { changesQuery } from '../../api/changes.ts'
import { statusQuery } from '../../api/queries.ts'
import { Answer } from '../../parts/answer.tsx'
import { Choice } from '../../parts/fields.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { Empty } from '../../parts/trouble.tsx'
import { PageWaiting } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { CHANGE_KINDS, changeWords, KIND_WORDS, turnedWords } from '../../words/changes.ts'
import { countOf, formatCount, formatDay, joinWords } from '../../words/format.ts'
import { RestatementTable } from '../catalogue/restatement-table.tsx'
import { BeforeAfter } from './before-after.tsx'
import { ChangeList } from './change-list.tsx'
import type { ChangesSearch } from './changes-search.ts'
import { Experiments } from './experiments.tsx'
import { TellRelease } from './release-dialog.tsx'

const QUESTION = 'Did what we changed help?'
const MOST = 1_000
const route = getRouteApi('/changes')

export function ChangesPage() {
  const { kind } = route.useSearch()
  const query = useQuery(changesQuery({ kind, limit: MOST }))
  const status = useQuery(statusQuery)
  return (
    <>
      <title>Changes · Telltale</title>
      <Bar />
      <PageWaiting query={query} also={[status]} question={QUESTION} what="What changed">
        {(log) => (
          <>
            <Head log={log} />
            {log.total === 0 ? <Nothing isAll={kind === undefined} /> : <ChangeList log={log} />}
            <RestatementTable />
            <BeforeAfter log={log} />
            <Experiments />
          </>
        )}
      </PageWaiting>
    </>
  )
}

function Bar() {
  const { kind } = route.useSearch()
  const change = useChangeSearch<ChangesSearch>()
  const today = useQuery(statusQuery).data?.today
  return (
    <PageBar name="Changes">
      <TellRelease today={today} />
      <Choice
        label="Of"
        value={kind ?? ''}
        any="everything"
        options={CHANGE_KINDS.map((one) => [one, KIND_WORDS[one].toLowerCase()])}
        onChange={(one) => change({ kind: one })}
      />
    </PageBar>
  )
}

/** "Other threshold of “Quiet” on 7 March: 2 alerts opened and 4 closed by it." The last one that somebody made. */
function Head({ log: { data, byKind } }: { log: ChangeLog }) {
  const today = useQuery(statusQuery).data?.today ?? null
  const made = data.filter((change) => change.kind === 'release' || (change.kind === 'config' && !change.first))
  const last = made[0] ?? data.find(({ kind }) => kind === 'incident')
  const counts = (
    [
      [Math.max(0, byKind.config - 1), 'change of the configuration', 'changes of the configuration'],
      [byKind.release, 'release'],
      [byKind.incident, 'incident'],
      [byKind.import, 'import'],
      [byKind.merge, 'merged account'],
      [byKind.split, 'split account'],
    ] as const
  ).flatMap(([n, one, many]) => (n === 0 ? [] : [countOf(n, one, many)]))
  return (
    <Answer
      question={QUESTION}
      sentence={
        last === undefined ? (
          <>
            Nothing was changed yet: the first configuration is in force, and every event came as usual
            {byKind.import > 0 && (
              <>
                ; <b>{formatCount(byKind.import)}</b> {byKind.import === 1 ? 'import' : 'imports'} brought history
              </>
            )}
            .
          </>
        ) : (
          <>
            <b>{formatDay(last.day, today)}</b>: {changeWords(last)}
            {turned(last)}.
          </>
        )
      }
      context={`${counts.length === 0 ? '' : `${joinWords(counts)}. `}Whether a change helped is asked below; without a holdout the answer is never more than suggestive.`}
    />
  )
}

function turned(change: Change): string {
  if (change.kind !== 'config') return ''
  return `; ${turnedWords(change)}`
}

function Nothing({ isAll }: { isAll: boolean }) {
  return (
    <Empty
      missing={isAll ? 'Nothing changed.' : 'Nothing of this kind changed.'}
      next={
        <>
          Change a threshold with <code>npx telltale config set signals.NAME.when 5 --by you</code> or in the
          configuration file: what it turned is told here.
        </>
      }
    />
  )
}
