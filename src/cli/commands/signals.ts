import type { SignalList, SignalRow } from '../../contract/signals.ts'
import { type CommandSpec, flagOption } from '../command.ts'
import { connect } from '../connect.ts'
import { counted } from '../counted.ts'
import { renderTable } from '../render/render-table.ts'

export const signalsCommand: CommandSpec = {
  usage: 'signals',
  summary: 'List the signals: what they mean, how many are open.',
  options: [
    { flags: '--loudest', description: 'by how much they ask for, with what was done about it, in the last 28 days' },
  ],
  examples: ['npx telltale signals', 'npx telltale signals --loudest', 'npx telltale signals --json'],
  run: async (invocation) => {
    const connection = await connect(invocation)
    try {
      const { data } = await connection.get<SignalList>('/signals')
      const loudest = flagOption(invocation, 'loudest')
      const rows = loudest ? [...data].sort(byNoise) : data
      const text = loudest ? renderLoudest(rows) : renderSignals(rows)
      invocation.io.out(invocation.json ? JSON.stringify({ data: rows }) : text)
      return 0
    } finally {
      await connection.close()
    }
  },
}

function byNoise(a: SignalRow, b: SignalRow): number {
  return b.opened28d - a.opened28d || b.openCount - a.openCount || (a.key < b.key ? -1 : 1)
}

/** Who asks for most, and whether it was worth it. */
function renderLoudest(rows: readonly SignalRow[]): string {
  const all = rows.reduce((sum, row) => sum + row.opened28d, 0)
  const loud = rows.filter((row) => row.enabled && (row.opened28d > 0 || row.openCount > 0))
  const head = `${counted(all, 'alert')} in 28 days, ${Math.round(all / 4)} a week, of ${counted(loud.length, 'signal')}.`
  const share = (row: SignalRow) => (all === 0 ? '–' : `${Math.round((100 * row.opened28d) / all)} %`)
  const table = renderTable<SignalRow>(
    [
      { head: 'signal', cell: ({ key }) => key },
      { head: 'type', cell: ({ type }) => type },
      { head: 'opened in 28 days', cell: (row) => String(row.opened28d), number: true },
      { head: 'of all', cell: share, number: true },
      { head: 'accounts', cell: (row) => String(row.accounts28d), number: true },
      { head: 'open', cell: (row) => String(row.openCount), number: true },
      { head: 'done', cell: ({ acts28d }) => String(acts28d.done), number: true },
      { head: 'snoozed', cell: ({ acts28d }) => String(acts28d.snoozed), number: true },
      { head: 'dismissed', cell: ({ acts28d }) => String(acts28d.dismissed), number: true },
    ],
    loud,
  )
  return loud.length === 0 ? 'Nothing has opened in 28 days.' : `${head}\n\n${table}`
}

function renderSignals(rows: readonly SignalRow[]): string {
  if (rows.length === 0) return 'No signals are defined. Write some in telltale.config.ts.'
  return renderTable(
    [
      { head: 'signal', cell: (row) => row.key },
      { head: 'type', cell: (row) => row.type },
      { head: 'level', cell: (row) => row.level },
      { head: 'open', cell: (row) => (row.enabled ? String(row.openCount) : 'off'), number: true },
      { head: 'opened in 28 days', cell: (row) => String(row.opened28d), number: true },
      { head: 'means', cell: (row) => row.sentence },
    ],
    rows,
  )
}
