import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/core/package-root.ts'
import { BEYOND, makeFolder, runTelltale, type Server, startServer } from './start-server.ts'

const NOW = ['--now', '2026-06-30T08:00:00Z']
const CONFIG = ['--config', join(packageRoot(), 'examples', 'demo', 'telltale.config.ts')]

/** Two accounts, served where not only this machine could ask: then nothing is read without a key. */
export async function startBeyond(): Promise<Server> {
  const folder = makeFolder()
  const rows = ['acme', 'globex'].map((groupId, n) => ({
    ...{ type: 'track', messageId: `beyond-${n}`, userId: `u-${n}`, event: 'Task Created' },
    ...{ timestamp: '2026-06-29T09:00:00Z', context: { groupId } },
  }))
  writeFileSync(join(folder, 'events.ndjson'), rows.map((row) => JSON.stringify(row)).join('\n'))
  await runTelltale(['import', 'events.ndjson', '--data', folder, ...CONFIG, ...NOW], folder)
  return startServer(['start', ...CONFIG, ...NOW, '--host', BEYOND], folder)
}
