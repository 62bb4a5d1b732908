import { countEverLeftOut } from '../../reports/question/count-left-out.ts'
import type { Project } from '../project.ts'

type Kept = { readonly key: string; readonly batch: number; readonly events: number }

/** How many events up to the last close the rules of exclusion left out; counted again once that is another day, or something became known of before. */
export function keepExcluded(project: Project): () => Promise<number> {
  let kept: Kept | null = null
  return async () => {
    const { store, judgedDay, zone, clock, config } = project
    const now = judgedDay === null ? clock.now() : zone.startOf(judgedDay + 1)
    const key = `${config.judged.model.hash} ${judgedDay}`
    if (kept?.key === key && judgedDay !== null && store.lastChange('event', now) <= kept.batch) return kept.events
    const batch = store.batches()
    const { excluded } = await countEverLeftOut({ store, now })
    kept = { key, batch, events: excluded }
    return excluded
  }
}
