import type { SignalList, SignalRow } from '../../contract/signals.ts'
import type { CommandSpec } from '../command.ts'
import { connect } from '../connect.ts'
import { renderTable } from '../render-table.ts'

export const signalsCommand: CommandSpec = {
  usage: 'signals',
  summary: 'List the signals: what they mean, how many are open.',
  options: [],
  examples: ['npx telltale signals', 'npx telltale signals --json'],
  run: async (invocation) => {
    const connection = await connect(invocation)
    try {
      const list = await connection.get<SignalList>('/signals')
      invocation.io.out(invocation.json ? JSON.stringify(list) : renderSignals(list.data))
      return 0
    } finally {
      await connection.close()
    }
  },
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
