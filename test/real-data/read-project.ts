import { openLocalProject } from '../../src/cli/open-local-project.ts'
import { readModel } from '../../src/cli/read-config.ts'
import type { Project } from '../../src/run/project.ts'

export type Place = { readonly config: string; readonly dataDir: string; readonly now: number }

/** Opens a data folder as the commands do, for questions they do not put. */
export async function readProject<T>(place: Place, read: (project: Project) => Promise<T>): Promise<T> {
  const { config, dataDir, now } = place
  const model = await readModel(config)
  const clock = { now: () => now }
  const options = { dataDir, model, configPath: config, clock, serves: false, say: () => {} }
  const { project, close } = await openLocalProject(options)
  try {
    return await read(project)
  } finally {
    await close()
  }
}
