import type { PlaybookRow, Simulation } from '@contract/playbooks/playbooks.ts'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { simulationQuery, simulationRun } from '../../api/playbooks.ts'
import { Button } from '../../parts/button.tsx'
import { Note, Section } from '../../parts/section.tsx'
import { type Column, CsvButton, DataTable } from '../../parts/table.tsx'
import { LongAnswer } from '../../parts/waiting.tsx'
import { useChangeSearch } from '../../search/use-search.ts'
import { formatCount, formatDay } from '../../words/format.ts'
import { onScreen } from '../../words/measures.ts'
import type { PlaybooksSearch } from './playbooks-search.ts'
import { sayPlainly } from './say-plainly.ts'

const TITLE = 'What it would have done'
const SHOWN = 20
const route = getRouteApi('/playbooks')

/** The playbook lived through the past: asked for by a button, since every account is judged again. Nothing is sent. */
export function PastRun({ playbook }: { playbook: PlaybookRow }) {
  const { past } = route.useSearch()
  const client = useQueryClient()
  const change = useChangeSearch<PlaybooksSearch>()
  const asked = simulationQuery(playbook.key)
  const query = useQuery({ ...asked, enabled: past === '1' })
  if (query.data === undefined && past !== '1')
    return (
      <Section title={TITLE}>
        <p className="flex flex-wrap items-center gap-3 text-dense text-ink-2">
          <Button look="first" onClick={() => change({ past: '1' })}>
            Live through the past
          </Button>
          Who would have begun it, and what would have been done when. Nothing is sent.
        </p>
      </Section>
    )
  return (
    <LongAnswer
      {...{ query, what: 'The past', title: TITLE, height: 176, run: simulationRun(playbook.key) }}
      reading="Going through every account on every day of the past"
      onCancel={() => {
        change({ past: undefined })
        void client.cancelQueries({ queryKey: asked.queryKey })
      }}
    >
      {(simulation) => <Done simulation={simulation} playbook={playbook} />}
    </LongAnswer>
  )
}

type Row = Simulation['data'][number]

function Done({ simulation, playbook }: { simulation: Simulation; playbook: PlaybookRow }) {
  const { from, to, sentence, holdout, wouldPause, mostInADay, data } = simulation
  return (
    <Section
      title={TITLE}
      say={onScreen(sentence)}
      right={data.length > 0 && <CsvButton name={`playbook-${playbook.key}-past`} columns={COLUMNS} rows={data} />}
    >
      {wouldPause && (
        <p className="mb-3 text-dense font-medium text-watch">
          {formatCount(mostInADay)} would have begun it within a day: it would have paused itself before it sent
          anything.
        </p>
      )}
      {holdout !== null && <p className="mb-3 max-w-[76ch] text-dense text-ink-2">{onScreen(holdout.sentence)}</p>}
      {data.length > 0 && (
        <DataTable
          label={TITLE}
          columns={COLUMNS}
          rows={data.slice(-SHOWN).reverse()}
          keyOf={({ account, enteredAt }) => `${account} ${enteredAt}`}
        />
      )}
      <Note>
        {formatDay(from)} to {formatDay(to)}, on what was known then; one account at a time, so that limits on messages
        are those of this playbook alone. {data.length > SHOWN && `The ${SHOWN} newest are shown, the file has more.`}
      </Note>
    </Section>
  )
}

function saidOf({ name, account }: Row, what: string): string {
  return sayPlainly(what, (name ?? account).slice(0, 200))
}

const COLUMNS: readonly Column<Row>[] = [
  {
    head: 'Account',
    value: ({ name, account }) => name ?? account,
    cell: ({ name, account, person }) => (
      <>
        <Link to="/accounts/$key" params={{ key: account }} className="font-medium hover:text-sea hover:underline">
          {(name ?? account).slice(0, 200)}
        </Link>
        {person !== null && <span className="text-ink-3"> ·&nbsp;{person.slice(0, 200)}</span>}
      </>
    ),
  },
  {
    head: 'Would have begun',
    value: ({ enteredAt }) => enteredAt.slice(0, 10),
    cell: ({ enteredAt }) => formatDay(enteredAt.slice(0, 10)),
  },
  {
    head: 'And then',
    value: (row) => row.actions.map(({ at, what }) => `${at.slice(0, 10)} ${saidOf(row, what)}`).join('; '),
    className: 'w-1/2 min-w-64',
    cell: (row) =>
      row.actions.length === 0 ? (
        <span className="text-ink-3">nothing</span>
      ) : (
        <ul>
          {row.actions.map(({ at, step, what }) => (
            <li key={`${at} ${step}`} className="[overflow-wrap:anywhere]">
              <span className="text-ink-3">{formatDay(at.slice(0, 10))}</span> {saidOf(row, what)}
            </li>
          ))}
        </ul>
      ),
  },
  { head: 'Ended', value: ({ ended }) => ended },
]
