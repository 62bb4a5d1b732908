import type { BandChanges } from '../../contract/band-changes.ts'
import { type CommandSpec, flagOption, textOption } from '../command.ts'
import { connect, queryOf } from '../connect.ts'
import { neededOption } from '../read-option.ts'
import { printable, renderTable } from '../render/render-table.ts'

export const bandsCommand: CommandSpec = {
  usage: 'bands',
  summary: 'From which band of a score to which accounts went within a period, how long they stayed, and who crossed.',
  options: [
    { flags: '--score <name>', description: 'a score of accounts, activation, or onboarding' },
    { flags: '--from <day>', description: 'first day (default: 27 days before the last)' },
    { flags: '--to <day>', description: 'last day (default: the last closed one)' },
    { flags: '--replay', description: 'as it would have been decided day by day: for days before an import' },
    { flags: '--was <band>', description: 'with --is: who was in this band before (none: in no band)' },
    { flags: '--is <band>', description: 'with --was: and is in this one at the end' },
    { flags: '--limit <n>', description: 'crossings, and accounts, to list', default: '20' },
  ],
  examples: [
    'npx telltale bands --score health',
    'npx telltale bands --score health --replay --from 2026-03-01 --to 2026-03-31',
    'npx telltale bands --score health --was watch --is "at risk"',
    'npx telltale bands --score onboarding --from 2026-03-01 --to 2026-04-30 --json',
  ],
  run: async (invocation) => {
    const score = neededOption(invocation, 'score', 'the name of a score, such as health')
    const connection = await connect(invocation)
    try {
      const [from, to, was, is, limit] = ['from', 'to', 'was', 'is', 'limit'].map((name) =>
        textOption(invocation, name),
      )
      const replay = flagOption(invocation, 'replay') ? 'true' : undefined
      const changes = await connection.get<BandChanges>(`/bands${queryOf({ score, from, to, was, is, limit, replay })}`)
      invocation.io.out(invocation.json ? JSON.stringify(changes) : renderBands(changes))
      return 0
    } finally {
      await connection.close()
    }
  },
}

function renderBands(changes: BandChanges): string {
  const { score, from, to, sentence, crossings, members, total } = changes
  const parts = [`${score}, ${from} to ${to}: ${sentence}`, renderMatrix(changes), renderStays(changes)]
  if (members.length > 0) parts.push(`In that cell: ${members.map(({ account }) => printable(account)).join(', ')}`)
  if (crossings.length === 0) return parts.join('\n\n')
  const more = total > crossings.length ? `\nand ${total - crossings.length} before` : ''
  return [...parts, `${renderCrossings(crossings)}${more}`].map(String).join('\n\n')
}

/** A line for each band at the start, a column for each at the end. */
function renderMatrix({ cells, bands }: BandChanges): string {
  const names = [...bands.map(({ band }) => band), null]
  const of = (a: string | null, b: string | null) =>
    cells.find((cell) => cell.from === a && cell.to === b)?.accounts ?? 0
  return renderTable<string | null>(
    [
      { head: 'was ╲ is', cell: (name) => name ?? 'none' },
      ...names.map((name) => ({
        head: printable(name ?? 'none'),
        cell: (row: string | null) => (row === null && name === null ? '' : String(of(row, name))),
        number: true,
      })),
    ],
    names,
  )
}

function renderStays({ bands }: BandChanges): string {
  return renderTable<BandChanges['bands'][number]>(
    [
      { head: 'band', cell: ({ band }) => band },
      { head: 'at start', cell: ({ atStart }) => String(atStart), number: true },
      { head: 'entered', cell: ({ entered }) => String(entered), number: true },
      { head: 'left', cell: ({ left }) => String(left), number: true },
      { head: 'at end', cell: ({ atEnd }) => String(atEnd), number: true },
      { head: 'account days', cell: ({ days }) => String(days), number: true },
      {
        head: 'median stay',
        cell: ({ medianDays }) => (medianDays === null ? '–' : `${medianDays} days`),
        number: true,
      },
    ],
    bands,
  )
}

function renderCrossings(crossings: BandChanges['crossings']): string {
  return renderTable<BandChanges['crossings'][number]>(
    [
      { head: 'day', cell: ({ day }) => day },
      { head: 'account', cell: ({ account, name }) => (name === account ? account : `${name} (${account})`) },
      { head: 'from', cell: ({ from }) => from ?? 'none' },
      { head: 'to', cell: ({ to }) => to },
      { head: 'after days', cell: ({ after }) => (after === null ? '–' : String(after)), number: true },
      { head: 'cause', cell: ({ cause }) => cause },
    ],
    crossings,
  )
}
