import type { Project } from '../project.ts'
import { keepReady } from './keep-ready.ts'

export type ToStand = {
  readonly project: Project
  readonly signal: AbortSignal
  /** What goes before it: what is done first of what the last close brings. */
  readonly behind: () => Promise<void>
  readonly failed: (error: unknown) => void
}

/**
 * Keeps what takes all of history ready beside the ticks. `look`, after each tick: begins where a close, an import or a configuration has changed what answers rest on.
 * `begin`: without such a change.
 */
export function standBeside({ project, signal, behind, failed }: ToStand) {
  project.standing.isOn = true
  let under = Promise.resolve()
  let seen = seenOf(project)
  const begin = (): void => {
    under = under
      .then(behind)
      .then(() => keepReady(project, signal))
      .then(() => {}, failed)
  }
  const look = (): void => {
    const before = seen
    seen = seenOf(project)
    if (seen !== before) begin()
  }
  return { begin, look, ended: () => under }
}

function seenOf({ judgedDay, config, seeded }: Project): string {
  return `${judgedDay} ${config.judged.model.hash} ${seeded}`
}
