import type { EnrolmentRow, PlaybookRow, Simulation } from '../../contract/playbooks/playbooks.ts'
import { type Column, printable, renderTable } from './render-table.ts'

const when = (instant: string | null): string => (instant === null ? '' : instant.slice(0, 16).replace('T', ' '))
const count = (head: string, cell: (row: PlaybookRow) => number): Column<PlaybookRow> => {
  return { head, cell: (row) => String(cell(row)), number: true }
}

const PLAYBOOKS: readonly Column<PlaybookRow>[] = [
  { head: 'playbook', cell: ({ key }) => key },
  { head: 'state', cell: ({ state }) => state },
  count('inside', ({ live }) => live),
  count('finished', ({ finished }) => finished),
  count('ended', ({ ended }) => ended),
  count('held out', ({ held }) => held),
  count('sent', ({ sent }) => sent),
]

/** The playbooks with how they do, and below them why one is paused. */
export function renderPlaybooks(rows: readonly PlaybookRow[]): string {
  if (rows.length === 0) return 'There are no playbooks. docs/guide/playbooks.md says how to write one.'
  const paused = rows.flatMap(({ key, paused: one }) =>
    one === null ? [] : [`${key} is paused since ${when(one.at)} by ${one.by}: ${one.why || 'no reason given'}.`],
  )
  return [renderTable(PLAYBOOKS, rows), ...paused.map(printable)].join('\n')
}

const ENROLMENTS: readonly Column<EnrolmentRow>[] = [
  { head: 'account', cell: ({ name }) => name ?? '' },
  { head: 'user', cell: ({ person }) => person ?? '' },
  { head: 'began', cell: ({ enteredAt }) => when(enteredAt) },
  { head: 'state', cell: ({ state, why }) => (why === null ? state : `${state}: ${why}`) },
  { head: 'step', cell: ({ step }) => step ?? '' },
  { head: 'next', cell: ({ dueAt }) => when(dueAt) },
  { head: 'because', cell: ({ because }) => because },
]

export function renderEnrolments(rows: readonly EnrolmentRow[]): string {
  return rows.length === 0 ? 'Nobody.' : renderTable(ENROLMENTS, rows)
}

type Line = { readonly who: string; readonly at: string; readonly what: string; readonly said: string }

const LINES: readonly Column<Line>[] = [
  { head: 'account', cell: ({ who }) => who },
  { head: 'when', cell: ({ at }) => at },
  { head: 'what', cell: ({ what }) => what },
  { head: '', cell: ({ said }) => said },
]

export function renderSimulation({ sentence, data }: Simulation): string {
  const lines = data.flatMap(({ name, person, enteredAt, actions, ended }): Line[] => [
    { who: person === null ? name : `${person} of ${name}`, at: when(enteredAt), what: 'begins', said: '' },
    ...actions.map(({ at, kind, what }) => ({ who: '', at: when(at), what: kind, said: what })),
    ...(ended === 'still inside' ? [] : [{ who: '', at: '', what: ended, said: '' }]),
  ])
  return lines.length === 0 ? sentence : `${sentence}\n${renderTable(LINES, lines)}`
}
