import { createHash } from 'node:crypto'
import type { Project } from '../run/project.ts'
import { readWriteKeys } from '../store/control/api-keys.ts'

const POLL_MS = 500

export type WatchedKeys = {
  /** The source of a write key, from memory: it is asked for every request. */
  readonly verifyWrite: (key: string) => { readonly source: string } | null
  readonly stop: () => Promise<void>
}

/** Keeps the write keys in memory and looks for new and revoked ones twice a second: the command line makes them beside the running server. */
export async function watchKeys(project: Project, signal: AbortSignal): Promise<WatchedKeys> {
  let keys = await readWriteKeys(project.control, project.clock.now())
  let reading = Promise.resolve()
  const timer = setInterval(() => {
    reading = readWriteKeys(project.control, project.clock.now())
      .then((read) => {
        keys = read
      })
      .catch(() => {})
  }, POLL_MS)
  const stop = (): Promise<void> => {
    clearInterval(timer)
    return reading
  }
  signal.addEventListener('abort', () => clearInterval(timer), { once: true })
  return { verifyWrite: (key) => keys.get(createHash('sha256').update(key).digest('hex')) ?? null, stop }
}
