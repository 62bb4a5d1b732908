import type {
  EnrolmentRow,
  PlaybookList,
  PlaybookRow,
  Simulation,
  TestSent,
} from '../../contract/playbooks/playbooks.ts'
import { sayShare } from '../../proof/phrase/say-number.ts'
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
  { head: 'by lot', cell: ({ holdout: { share } }) => (share === null ? '' : sayShare(share)), number: true },
  count('sent', ({ sent }) => sent),
]

/** The playbooks with how they do, and below them why one is paused. */
export function renderPlaybooks({ data: rows, neverContact }: PlaybookList): string {
  if (rows.length === 0) return 'There are no playbooks. docs/guide/playbooks.md says how to write one.'
  const never = neverContact === null ? [] : [neverContact.sentence]
  return [renderTable(PLAYBOOKS, rows), ...[...rows.flatMap(whyPaused), ...never].map(printable)].join('\n')
}

function whyPaused({ key, paused }: PlaybookRow): string[] {
  if (paused === null) return []
  return [`${key} is paused since ${when(paused.at)} by ${paused.by}: ${paused.why || 'no reason given'}.`]
}

/** What one does, whom it leaves alone, and why it is paused. */
export function renderPlaybook(row: PlaybookRow | null): string {
  if (row === null) return ''
  return [row.sentence, row.holdout.sentence, ...whyPaused(row)].map(printable).join('\n')
}

/** Where the messages of a test go. */
export function renderTest({ data }: TestSent): string {
  if (data.length === 0) return 'It sends no message.'
  const lines = data.map(({ title, channel, kind, target }) => {
    return `“${title}” goes by ${channel} (${kind}) to ${target === '' ? 'where it leads' : target}.`
  })
  return [...lines.map(printable), '`telltale deliveries` says what becomes of them.'].join('\n')
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

export function renderSimulation({ sentence, holdout, data }: Simulation): string {
  const lines = data.flatMap(({ name, person, enteredAt, actions, ended }): Line[] => [
    { who: person === null ? name : `${person} of ${name}`, at: when(enteredAt), what: 'begins', said: '' },
    ...actions.map(({ at, kind, what }) => ({ who: '', at: when(at), what: kind, said: what })),
    ...(ended === 'still inside' ? [] : [{ who: '', at: '', what: ended, said: '' }]),
  ])
  const said = holdout === null ? sentence : `${sentence}\n${printable(holdout.sentence)}`
  return lines.length === 0 ? said : `${said}\n${renderTable(LINES, lines)}`
}
