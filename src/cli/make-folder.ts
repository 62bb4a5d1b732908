import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Invocation } from './command.ts'
import { withControl } from './with-control.ts'

/** A first command of a new project makes its data folder. */
export async function makeFolder(invocation: Pick<Invocation, 'dataDir'>): Promise<void> {
  if (!existsSync(join(invocation.dataDir, 'control.sqlite'))) await withControl(invocation, async () => {})
}
