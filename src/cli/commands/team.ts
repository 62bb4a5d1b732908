import type { AbsenceRow, Team, WorkloadRow } from '../../contract/team.ts'
import { formatMoney } from '../../core/currency.ts'
import { telltaleError } from '../../core/errors.ts'
import { noteAbsence } from '../../run/note-absence.ts'
import { removeAbsence } from '../../store/control/absences.ts'
import { type CommandSpec, textOption } from '../command.ts'
import { connect } from '../connect.ts'
import { A_DAY, neededOption } from '../read-option.ts'
import { printable, renderTable } from '../render/render-table.ts'
import { whoAsks } from '../who-asks.ts'
import { withControl } from '../with-control.ts'

const BY = { flags: '--by <name>', description: 'who says so (default: the user of this machine)' }

export const teamCommand: CommandSpec = {
  usage: 'team',
  summary: 'How everybody of every team stands today: tasks, portfolio, what is overdue or untouched, who is away.',
  options: [],
  examples: ['npx telltale team', 'npx telltale team --json'],
  run: async (invocation) => {
    const connection = await connect(invocation)
    try {
      const team = await connection.get<Team>('/team')
      invocation.io.out(invocation.json ? JSON.stringify(team) : renderTeam(team))
      return 0
    } finally {
      await connection.close()
    }
  },
}

export const absencesAddCommand: CommandSpec = {
  usage: 'absences add <person>',
  summary: 'Note that somebody is away: their tasks go to who covers for them, else to the others of the team in turn.',
  options: [
    { flags: '--from <day>', description: 'first day' },
    { flags: '--to <day>', description: 'last day' },
    { flags: '--cover <name>', description: 'who does their tasks meanwhile' },
    BY,
  ],
  examples: ['npx telltale absences add ana --from 2026-07-06 --to 2026-07-17 --cover ben'],
  run: async (invocation) => {
    const [person = ''] = invocation.args
    const [from, to, by] = [
      neededOption(invocation, 'from', A_DAY),
      neededOption(invocation, 'to', A_DAY),
      whoAsks(invocation),
    ]
    const cover = textOption(invocation, 'cover')
    const { clock, io, json } = invocation
    const request = { person, from, to, cover, by }
    const noted = await withControl(invocation, (control) => noteAbsence({ control, clock }, request))
    io.out(json ? JSON.stringify(noted) : printable(`${noted.id}: ${phrase(noted)}`))
    return 0
  },
}

export const absencesRemoveCommand: CommandSpec = {
  usage: 'absences remove <id>',
  summary: 'Forget an absence; `telltale team` lists them with their ids.',
  options: [],
  examples: ['npx telltale absences remove 3'],
  run: async (invocation) => {
    const [id = ''] = invocation.args
    const removed = /^\d{1,15}$/.test(id) && (await withControl(invocation, (db) => removeAbsence(db, Number(id))))
    if (!removed) throw telltaleError('not_found', { what: 'absence', name: id.slice(0, 200) })
    invocation.io.out(invocation.json ? JSON.stringify({ id: Number(id) }) : `${id} is forgotten.`)
    return 0
  },
}

function renderTeam({ sentence, data, absences }: Team): string {
  const table = renderTable<WorkloadRow>(
    [
      { head: 'team', cell: ({ team }) => team },
      { head: 'assignee', cell: ({ assignee }) => assignee ?? 'nobody' },
      { head: 'tasks', cell: ({ tasks }) => String(tasks), number: true },
      { head: 'room', cell: ({ capacity }) => (capacity === null ? '–' : String(capacity)), number: true },
      { head: 'wait', cell: ({ waiting }) => String(waiting), number: true },
      { head: 'overdue', cell: ({ overdue }) => String(overdue), number: true },
      { head: 'alerts in 7 days', cell: (row) => ofMost(row.alerts, row.alertsPerWeek), number: true },
      {
        head: 'accounts',
        cell: (row) => ofMost(row.accounts, row.assignee === null ? null : row.portfolio),
        number: true,
      },
      { head: 'untouched', cell: ({ untouched }) => String(untouched), number: true },
      { head: 'MRR', cell: ({ mrr }) => mrr.map(formatMoney).join(' + ') || '–', number: true },
      {
        head: 'away',
        cell: ({ away }) =>
          away === null ? '' : `until ${away.to}${away.cover === null ? '' : `, ${away.cover} covers`}`,
      },
    ],
    data,
  )
  const away = absences.map((one) => printable(`  ${one.id}: ${phrase(one)}`))
  return [sentence, table, ...(away.length === 0 ? [] : [['Absences:', ...away].join('\n')])].join('\n\n')
}

function ofMost(n: number, most: number | null): string {
  return most === null ? String(n) : `${n} of ${most}`
}

function phrase({ person, from, to, cover }: AbsenceRow): string {
  return `${person} is away from ${from} to ${to}; ${cover === null ? 'the others take turns' : `${cover} covers`}.`
}
