import type { PlaybookList, PlaybookRow } from '@contract/playbooks/playbooks.ts'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { playbooksQuery } from '../../api/playbooks.ts'
import { isSnapshot } from '../../api/snapshot.ts'
import { Answer } from '../../parts/answer.tsx'
import { PageBar } from '../../parts/page-bar.tsx'
import { Section } from '../../parts/section.tsx'
import { CsvButton, DataTable } from '../../parts/table.tsx'
import { Empty } from '../../parts/trouble.tsx'
import { PageWaiting } from '../../parts/waiting.tsx'
import { countOf, formatCount } from '../../words/format.ts'
import { onScreen } from '../../words/measures.ts'
import { DoesItHelp } from './does-it-help.tsx'
import { PastRun } from './past-run.tsx'
import { PLAYBOOK_COLUMNS } from './playbook-columns.tsx'
import { RunSwitch } from './run-switch.tsx'
import { TestSend } from './test-send.tsx'
import { WhoIsInside } from './who-is-inside.tsx'

const QUESTION = 'Is what we do working?'
const route = getRouteApi('/playbooks')

export function PlaybooksPage() {
  const { name } = route.useSearch()
  const query = useQuery(playbooksQuery)
  const rows = query.data?.data ?? []
  return (
    <>
      <title>Playbooks · Telltale</title>
      <PageBar name="Playbooks">
        <CsvButton name="playbooks" columns={PLAYBOOK_COLUMNS} rows={rows} onBar />
      </PageBar>
      <PageWaiting query={query} question={QUESTION} what="The playbooks">
        {({ data, neverContact }) => {
          const [first] = data
          if (first === undefined) return <NoPlaybooks />
          const shown = data.find(({ key }) => key === name) ?? first
          return <Playbooks rows={data} shown={shown} never={neverContact} />
        }}
      </PageWaiting>
    </>
  )
}

type Shown = { rows: readonly PlaybookRow[]; shown: PlaybookRow; never: PlaybookList['neverContact'] }

function Playbooks({ rows, shown, never }: Shown) {
  return (
    <>
      <Answer question={QUESTION} sentence={<Sentence rows={rows} />} context={contextOf(rows, never)} />
      <Section
        title="Every playbook"
        say="What is done when a signal opens, a step is reached or a day comes: once for each time, and never twice."
      >
        <DataTable
          label="Every playbook"
          columns={PLAYBOOK_COLUMNS}
          rows={rows}
          keyOf={({ key }) => key}
          isHere={(row) => row === shown}
        />
      </Section>
      <Section
        title={shown.title}
        right={
          isSnapshot ? null : (
            <>
              <TestSend key={shown.key} playbook={shown} />
              <RunSwitch playbook={shown} />
            </>
          )
        }
      >
        <Steps playbook={shown} />
      </Section>
      <WhoIsInside playbook={shown} />
      <DoesItHelp playbook={shown} />
      <PastRun key={shown.key} playbook={shown} />
    </>
  )
}

/** What is done, in its order; steps of a branch stand below it. */
function Steps({ playbook: { steps } }: { playbook: PlaybookRow }) {
  return (
    <ol className="flex flex-wrap gap-x-2 gap-y-1 text-dense text-ink-2" aria-label="Steps">
      {steps.map(({ id, kind }, at) => (
        <li key={id}>
          {at > 0 && (
            <span aria-hidden="true" className="mr-2 text-ink-3">
              →
            </span>
          )}
          {kind.replace('-', ' ')}
        </li>
      ))}
    </ol>
  )
}

/** "2 of 3 playbooks are on; 14 are inside one, and 31 messages were sent." */
function Sentence({ rows }: { rows: readonly PlaybookRow[] }) {
  const on = rows.filter(({ state }) => state === 'on').length
  const sum = (of: (row: PlaybookRow) => number) => rows.reduce((total, row) => total + of(row), 0)
  const [live, sent] = [sum((row) => row.live), sum((row) => row.sent)]
  return (
    <>
      <b>
        {formatCount(on)} of {countOf(rows.length, 'playbook')}
      </b>{' '}
      {on === 1 ? 'is' : 'are'} on; {live === 0 ? 'nobody' : <b>{formatCount(live)}</b>} {live > 1 ? 'are' : 'is'}{' '}
      inside one, and {sent === 0 ? 'no message' : <b>{countOf(sent, 'message')}</b>} {sent > 1 ? 'were' : 'was'} sent.
    </>
  )
}

function contextOf(rows: readonly PlaybookRow[], never: PlaybookList['neverContact']): string {
  const paused = rows.filter(({ state }) => state === 'paused').length
  const measured = rows.filter(({ experiment }) => experiment !== null).length
  const first =
    measured === 0
      ? 'None leaves some accounts alone, so what they bring about is not measured.'
      : `What ${countOf(measured, 'playbook')} ${measured === 1 ? 'brings' : 'bring'} about is measured against accounts left alone by lot.`
  const held = paused === 0 ? '' : ` ${countOf(paused, 'playbook')} ${paused === 1 ? 'is' : 'are'} paused.`
  return `${first}${held}${never === null ? '' : ` ${onScreen(never.sentence)}`}`
}

function NoPlaybooks() {
  return (
    <>
      <Answer question={QUESTION} sentence="There is no playbook yet." />
      <Empty
        missing="A signal that nobody acts on is decoration."
        next={
          <>
            <code>npx telltale init --template … --playbooks</code> writes those that fit most products; a playbook of
            your own begins with <code>playbook(opens('signal'))</code>.
          </>
        }
      />
    </>
  )
}
