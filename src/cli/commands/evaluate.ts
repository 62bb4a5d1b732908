import type { EpisodePage, EpisodeRow } from '../../contract/episodes.ts'
import { REPLAY_LIMIT_MAX } from '../../contract/page.ts'
import { telltaleError } from '../../core/errors.ts'
import { isoToDay } from '../../core/time.ts'
import { type CommandSpec, textOption } from '../command.ts'
import { connect, queryOf } from '../connect.ts'
import { renderEntity } from '../render/render-entity.ts'
import { renderTable } from '../render/render-table.ts'

export const evaluateCommand: CommandSpec = {
  usage: 'evaluate',
  summary:
    'Which signals are on as of the close of a day, judged from the whole history as it was known then, with the present config or that of a past day.',
  options: [
    { flags: '--as-of <day>', description: 'a closed day, 2026-03-01' },
    { flags: '--config-as-of <day>', description: 'with the config in force at the close of this day' },
    { flags: '--signal <name>', description: 'only this signal' },
  ],
  examples: ['npx telltale evaluate --as-of 2026-03-01', 'npx telltale evaluate --as-of 2026-03-01 --json'],
  run: async (invocation) => {
    const asOf = textOption(invocation, 'asOf')
    if (asOf === null || isoToDay(asOf) === null)
      throw telltaleError('bad_argument', {
        argument: '--as-of',
        value: asOf === null ? 'missing' : JSON.stringify(asOf),
        expected: 'a closed day, for example 2026-03-01',
      })
    const connection = await connect(invocation)
    try {
      const page = await connection.get<EpisodePage>(
        `/replay${queryOf({ from: asOf, to: asOf, configAsOf: textOption(invocation, 'configAsOf'), signal: textOption(invocation, 'signal'), limit: REPLAY_LIMIT_MAX })}`,
      )
      const open = page.data.filter((row) => row.closedAt === null)
      invocation.io.out(invocation.json ? JSON.stringify({ asOf, open }) : renderOpen(asOf, open))
      if (page.nextCursor !== null) invocation.io.err('There are more. Ask for one signal at a time: --signal NAME.')
      return 0
    } finally {
      await connection.close()
    }
  },
}

function renderOpen(asOf: string, rows: readonly EpisodeRow[]): string {
  if (rows.length === 0) return `Nothing was on at the close of ${asOf}.`
  const table = renderTable<EpisodeRow>(
    [
      { head: 'signal', cell: (row) => row.signal },
      { head: 'entity', cell: renderEntity },
      { head: 'since', cell: (row) => row.changes[0]?.asOf ?? row.openedAt.slice(0, 10) },
    ],
    rows,
  )
  return `${rows.length} on at the close of ${asOf}\n\n${table}`
}
