import type { PlaybookRow } from '@contract/playbooks/playbooks.ts'
import { titleOf } from '@contract/title-of.ts'
import { Link } from '@tanstack/react-router'
import type { Column } from '../../parts/table.tsx'
import { onScreen } from '../../words/measures.ts'
import { sayPlainly } from './say-plainly.ts'

/** What every playbook does, and how many it has to do with. */
export const PLAYBOOK_COLUMNS: readonly Column<PlaybookRow>[] = [
  {
    head: 'Playbook',
    value: ({ title }) => title,
    className: 'w-[38%] min-w-64 max-desk:!min-w-56',
    cell: ({ key, title, sentence }) => (
      <>
        <Link
          to="/playbooks"
          search={{ name: key }}
          resetScroll={false}
          className="font-medium hover:text-sea hover:underline"
        >
          {title}
        </Link>
        <span className="block text-small text-ink-3">{onScreen(sayPlainly(sentence))}</span>
      </>
    ),
  },
  { head: 'State', value: stateWords, cell: (row) => <State row={row} /> },
  { head: 'Inside', value: ({ live }) => live, right: true },
  { head: 'Through', value: ({ finished }) => finished, right: true },
  { head: 'Ended earlier', value: ({ ended }) => ended, right: true },
  { head: 'Left alone', value: ({ held }) => held, right: true },
  { head: 'Messages', value: ({ sent }) => sent, right: true },
  {
    head: 'Goal',
    value: ({ goal }) => goal,
    cell: ({ goal }) => (goal === null ? <span className="text-ink-3">none</span> : titleOf(goal)),
  },
]

function stateWords({ state, paused }: PlaybookRow): string {
  if (paused === null) return state
  return paused.by === 'breaker' || paused.by === 'harm' ? 'paused by itself' : `paused by ${paused.by}`
}

function State({ row }: { row: PlaybookRow }) {
  const { state, paused } = row
  const look = state === 'paused' ? 'font-medium text-watch' : state === 'off' ? 'text-ink-3' : ''
  return (
    <span className={`[overflow-wrap:anywhere] ${look}`}>
      {stateWords(row).slice(0, 80)}
      {paused !== null && <span className="block max-w-60 text-small font-normal text-ink-3">{paused.why}</span>}
    </span>
  )
}
