import { MS_PER_HOUR } from '../../core/time.ts'
import { dropSegments } from '../../store/log/drop-segments.ts'
import type { Project } from '../project.ts'

/** Raw messages stay in the log this long after they were sealed: long enough to look at what really came. */
export const KEEP_LOG_MS = 72 * MS_PER_HOUR

/** What follows the judgement of a closed day: facts are merged into order when enough have come, the day's messages are sealed into archives, old segments go. */
export async function closeOut(project: Project): Promise<void> {
  const { store, folder, judgedDay, clock } = project
  if (judgedDay === null) return
  await store.compact()
  const { sealed } = await store.archive(judgedDay)
  for (const [log, upTo] of Object.entries(sealed)) {
    dropSegments(folder.root, log, { appliedAndArchivedUpTo: upTo, keepNewerThan: clock.now() - KEEP_LOG_MS })
  }
}
