import type { EpisodePage, EpisodeRow } from '../../contract/episodes.ts'
import { phraseAmount, phraseThreshold } from '../../contract/phrase-comparison.ts'
import { type CommandSpec, flagOption, textOption } from '../command.ts'
import { connect, queryOf } from '../connect.ts'
import { renderEntity } from '../render/render-entity.ts'
import { renderFollowed } from '../render/render-outcomes.ts'
import { renderTable } from '../render/render-table.ts'

export const episodesCommand: CommandSpec = {
  usage: 'episodes',
  summary:
    'List episodes: stretches of time in which a signal was on. --replay judges the past again with the present config.',
  options: [
    { flags: '--signal <name>', description: 'only of this signal' },
    { flags: '--account <key>', description: 'only of this account' },
    { flags: '--state <state>', description: 'open, closed or any', default: 'any' },
    { flags: '--replay', description: 'judge the days --from … --to again instead of reading what was decided' },
    { flags: '--from <day>', description: 'first day of a replay' },
    { flags: '--to <day>', description: 'last day of a replay' },
    { flags: '--limit <n>', description: 'how many', default: '100' },
  ],
  examples: ['npx telltale episodes --state open', 'npx telltale episodes --replay --from 2026-01-01 --to 2026-03-31'],
  run: async (invocation) => {
    const connection = await connect(invocation)
    const option = (name: string) => textOption(invocation, name)
    try {
      const common = { signal: option('signal'), account: option('account'), limit: option('limit') }
      const replay = flagOption(invocation, 'replay')
      const path = replay
        ? `/replay${queryOf({ ...common, from: option('from'), to: option('to') })}`
        : `/episodes${queryOf({ ...common, state: option('state') })}`
      const page = await connection.get<EpisodePage>(path)
      invocation.io.out(invocation.json ? JSON.stringify(page) : renderEpisodes(page))
      return 0
    } finally {
      await connection.close()
    }
  },
}

function renderEpisodes(page: EpisodePage): string {
  if (page.data.length === 0) return 'No episodes.'
  const table = renderTable<EpisodeRow>(
    [
      { head: 'signal', cell: (row) => row.signal },
      { head: 'entity', cell: renderEntity },
      { head: 'opened', cell: (row) => row.openedAt.slice(0, 16).replace('T', ' ') },
      { head: 'closed', cell: (row) => row.closedAt?.slice(0, 16).replace('T', ' ') ?? 'open' },
      { head: 'cause', cell: (row) => row.changes[0]?.cause ?? '' },
      { head: 'outcome', cell: ({ outcome }) => (outcome === null ? '' : renderFollowed(outcome)) },
      { head: 'why', cell: whyText },
    ],
    page.data,
  )
  return page.nextCursor === null ? table : `${table}\n\nThere are more: raise --limit.`
}

/** What held of what was compared when it opened; where nothing was, the event alone was enough. */
function whyText(row: EpisodeRow): string {
  const { values = [], evidence = [] } = row.changes[0] ?? {}
  const held = values.filter(({ holds }) => holds === true)
  if (held.length > 0)
    return held
      .map(({ label, value, op, threshold }) => {
        return `${label} ${phraseAmount(value, '')}, ${phraseThreshold({ op, threshold, unit: '' })}`
      })
      .join('; ')
  return evidence.flatMap((item) => (item.kind === 'event' ? [`at ${item.name}`] : [])).join('; ')
}
