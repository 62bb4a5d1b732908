import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import demo from '../../examples/demo/telltale.config.ts'
import { packageRoot } from '../../src/core/package-root.ts'
import { openTelltale } from '../../src/index.ts'
import { makeFolder, runTelltale, type Server, startServer } from './start-server.ts'

const PATH = join(packageRoot(), 'examples', 'demo', 'telltale.config.ts')
const MORNING = '2026-06-22T08:00:00Z'
const ASKED = ['--config', PATH, '--now', MORNING]

/** A week whose numbers had been worked out when a file told more of it. */
export async function startRestated(): Promise<Server> {
  const folder = makeFolder()
  const clock = { at: Date.parse('2026-06-16T08:00:00Z') }
  const telltale = await openTelltale({ dataDir: folder, config: demo, clock: { now: () => clock.at } })
  await telltale.send([taskOf('ana', '2026-06-15'), taskOf('bo', '2026-06-16')])
  clock.at = Date.parse(MORNING)
  await telltale.advance()
  await telltale.close()
  writeFileSync(join(folder, 'late.ndjson'), JSON.stringify(taskOf('cy', '2026-06-17')))
  await runTelltale(['import', 'late.ndjson', '--data', folder, ...ASKED], folder)
  return startServer(['start', ...ASKED], folder)
}

function taskOf(userId: string, day: string) {
  const timestamp = `${day}T07:00:00Z`
  return { type: 'track', messageId: userId, userId, event: 'Task Created', timestamp, context: { groupId: 'acme' } }
}
