import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stream, uniform } from '../../src/core/stream.ts'
import { makeFolder, runTelltale, type Server, startServer } from './start-server.ts'

const NOW = ['--now', '2026-06-30T08:00:00Z']
const DAY_MS = 86_400_000
const FIRST_MS = Date.parse('2026-01-05T09:00:00Z')
const ACCOUNTS = 600

/** More accounts than are searched unasked. Newcomers of whom those who share a report in their first days come back three times as often; what else they do means nothing. */
export const FINDS_CONFIG = `import { addTask, count, days, defineConfig, event, onDay, outcome, playbook, retained, signal, team, tenure } from 'telltale'

export default defineConfig({
  events: {
    note: event('Note Written', { kind: 'core' }),
    share: event('Report Shared', { kind: 'team' }),
    theme: event('Theme Changed'),
    avatar: event('Avatar Uploaded'),
    tour: event('Tour Finished'),
  },
  outcomes: { retained: retained(7, 14) },
  teams: { success: team({ people: ['ana'] }) },
  limits: { readyAccounts: 100 },
})
`

/** What was found in the past of such newcomers is served: the folder holds the configuration beside the data. */
export async function startFinds(): Promise<Server> {
  const folder = makeFolder()
  const config = join(folder, 'telltale.config.ts')
  writeFileSync(config, FINDS_CONFIG)
  writeFileSync(
    join(folder, 'events.ndjson'),
    tellNewcomers()
      .map((row) => JSON.stringify(row))
      .join('\n'),
  )
  const served = ['--config', config, ...NOW]
  await runTelltale(['import', 'events.ndjson', '--data', folder, ...served], folder)
  return startServer(['start', ...served], folder)
}

function tellNewcomers(): object[] {
  const draws = stream(7, 'newcomers')
  return Array.from({ length: ACCOUNTS }, (_, n) => {
    const begins = FIRST_MS + Math.floor((n * 140) / ACCOUNTS) * DAY_MS
    const shares = uniform(draws) < 0.45
    const comesBack = uniform(draws) < (shares ? 0.75 : 0.25)
    // As busy as the others otherwise: what is told of sharing is not that the busy stay.
    const moreNotes = [1, 2, 3, 4].filter(() => uniform(draws) < 0.5)
    const meaningless = ['Theme Changed', 'Avatar Uploaded', 'Tour Finished'].filter(() => uniform(draws) < 0.5)
    return [
      ['Note Written', 0] as const,
      ...moreNotes.map((day) => ['Note Written', day] as const),
      ...(shares ? [['Report Shared', 0] as const] : []),
      ...meaningless.map((name) => [name, 0] as const),
      ...(comesBack ? [['Note Written', 10] as const] : []),
    ].map(([event, day]) => ({
      ...{ type: 'track', messageId: `${n}-${event}-${day}`, userId: `user-${n}`, event },
      ...{ timestamp: new Date(begins + day * DAY_MS).toISOString(), context: { groupId: `account-${n}` } },
    }))
  }).flat()
}
