import { setTimeout } from 'node:timers/promises'
import { type Advancing, advancePlaybooks } from '../run/playbooks/advance-playbooks.ts'
import type { Project } from '../run/project.ts'

/** Whoever is due is looked at this often, and at once when something was decided. */
const EVERY_MS = 500

/** Takes everybody in playbooks as far as they get, until it is told to stop. */
export async function keepPlaybooks(
  project: Project,
  { failed, ...advancing }: Advancing & { readonly failed: (error: unknown) => void },
): Promise<void> {
  let wake = new AbortController()
  const listener = (): void => wake.abort()
  project.listeners.add(listener)
  try {
    while (!advancing.stop.aborted) {
      wake = new AbortController()
      await advancePlaybooks(project, advancing).catch((error: unknown) => {
        if (!advancing.stop.aborted) failed(error)
      })
      const signal = AbortSignal.any([advancing.stop, wake.signal])
      await setTimeout(EVERY_MS, undefined, { signal, ref: false }).catch(() => {})
    }
  } finally {
    project.listeners.delete(listener)
  }
}
