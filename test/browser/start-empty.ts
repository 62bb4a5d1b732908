import { join } from 'node:path'
import { packageRoot } from '../../src/core/package-root.ts'
import { makeFolder, type Server, startServer } from './start-server.ts'

/** The demo's configuration over a folder in which nothing has arrived. */
export function startEmpty(): Promise<Server> {
  const config = join(packageRoot(), 'examples', 'demo', 'telltale.config.ts')
  return startServer(['start', '--config', config, '--now', '2026-06-30T08:00:00Z'], makeFolder())
}
