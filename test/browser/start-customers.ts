import { join } from 'node:path'
import { packageRoot } from '../../src/core/package-root.ts'
import { makeFolder, runTelltale, type Server, startServer } from './start-server.ts'

const NOW = ['--now', '2026-06-30T08:00:00Z']
/** Which configuration it is served with, for a command. */
export const CUSTOMERS_CONFIG: readonly string[] = [
  '--config',
  join(packageRoot(), 'examples', 'csm-prioritization', 'telltale.config.ts'),
]
const SHARE = '0.08'

/** The example of a hundred customers with milestones, a health score and an outcome, imported and served at its moment. */
export async function startCustomers(): Promise<Server> {
  const folder = makeFolder()
  await runTelltale(['world', 'csm-200', '--share', SHARE, ...NOW], folder)
  await runTelltale(['import', 'csm-200.ndjson', '--data', folder, ...CUSTOMERS_CONFIG, ...NOW], folder)
  return startServer(['start', ...CUSTOMERS_CONFIG, ...NOW], folder)
}
