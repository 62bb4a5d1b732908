import { setTimeout } from 'node:timers/promises'
import { pauseHarmful, type Watching } from '../run/playbooks/holdout/pause-harmful.ts'
import { settleHoldouts } from '../run/playbooks/holdout/settle-holdouts.ts'
import type { Project } from '../run/project.ts'

/** The past is looked at once, so that it is only asked whether there is something new. */
const EVERY_MS = 30_000

type Keeping = Watching & { readonly failed: (error: unknown) => void }

/** Settles whom playbooks leave alone and pauses what does harm, beside all else, until it is told to stop. */
export async function keepHoldouts(project: Project, { stop, trouble, failed }: Keeping): Promise<void> {
  while (!stop.aborted) {
    try {
      await settleHoldouts(project, stop)
      await pauseHarmful(project, { stop, trouble })
    } catch (error) {
      if (!stop.aborted) failed(error)
    }
    await setTimeout(EVERY_MS, undefined, { signal: stop, ref: false }).catch(() => {})
  }
}
