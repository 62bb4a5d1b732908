import type { QuarantinePage } from '../../contract/events.ts'
import { type CommandSpec, textOption } from '../command.ts'
import { connect, queryOf } from '../connect.ts'
import { renderTable } from '../render/render-table.ts'

export const quarantineCommand: CommandSpec = {
  usage: 'quarantine',
  summary: 'List messages that were refused, with the reason. Exit code 1 when there are any.',
  options: [
    { flags: '--reason <code>', description: 'only of this reason' },
    { flags: '--limit <n>', description: 'how many', default: '20' },
  ],
  examples: ['npx telltale quarantine', 'npx telltale quarantine --reason missing_id --json'],
  run: async (invocation) => {
    const connection = await connect(invocation)
    try {
      const page = await connection.get<QuarantinePage>(
        `/quarantine${queryOf({ reason: textOption(invocation, 'reason'), limit: textOption(invocation, 'limit') })}`,
      )
      invocation.io.out(invocation.json ? JSON.stringify(page) : renderQuarantine(page))
      return page.total === 0 ? 0 : 1
    } finally {
      await connection.close()
    }
  },
}

function renderQuarantine(page: QuarantinePage): string {
  if (page.total === 0) return 'Nothing was refused.'
  const reasons = page.byReason.map((row) => `${row.n} ${row.reason}`).join(', ')
  const table = renderTable(
    [
      { head: 'received', cell: (row) => row.receivedAt.slice(0, 19).replace('T', ' ') },
      { head: 'source', cell: (row) => row.source },
      { head: 'reason', cell: (row) => row.reason },
      { head: 'detail', cell: (row) => row.detail.slice(0, 80) },
      { head: 'message', cell: (row) => row.raw.slice(0, 80) },
    ],
    page.data,
  )
  return `${page.total} refused: ${reasons}\n\n${table}`
}
