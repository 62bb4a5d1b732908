import { loadConfig } from '../../src/config/load-config.ts'
import { replayHistory } from '../../src/run/read/replay-history.ts'
import type { CommittedTransition } from '../../src/store/control/commit-judgement.ts'
import { readTransitions } from '../../src/store/control/read-judgement.ts'
import { openInProcess } from '../stories/open-story-project.ts'

export type FoundInFolder = {
  /** How often each message id is stored. */
  readonly stored: ReadonlyMap<string, number>
  readonly transitions: readonly CommittedTransition[]
  /** What was said at opening. */
  readonly said: readonly string[]
  /** Event signals of all days so far, judged again: signal, entity, what, ordinal, position. */
  readonly replayed: readonly string[]
}

export const tellPlace = ({
  name,
  entity,
  what,
  ordinal,
  position,
}: Omit<CommittedTransition, 'id' | 'fresh' | 'committedAt'>) => JSON.stringify([name, entity, what, ordinal, position])

/** Opens a data folder that no process holds, and reads all that is in it. */
export async function readFolder(dataDir: string, configPath: string): Promise<FoundInFolder> {
  const { model } = await loadConfig(configPath)
  if (model === null) throw new Error(`${configPath} has problems`)
  const outside = { now: Date.now(), said: [] as string[] }
  const { project, close } = await openInProcess(dataDir, model, outside)
  const stored = new Map<string, number>()
  const days = { from: 0, to: project.zone.dayOf(outside.now) }
  for await (const rows of project.store.scanEvents({
    accounts: null,
    names: null,
    by: 'happened',
    days,
    latest: null,
  }))
    for (const { messageId } of rows) stored.set(messageId, (stored.get(messageId) ?? 0) + 1)
  const transitions = await readTransitions(project.control, { limit: 100_000, order: 'oldest' })
  const replayed = (await replayHistory(project, { days })).map(tellPlace)
  await close()
  return { stored, transitions, said: outside.said, replayed }
}
