import { createHash } from 'node:crypto'
import { mayWrite } from '../http/segment/refuse-key.ts'
import type { KeyOwner } from '../http/segment/segment-deps.ts'
import type { Project } from '../run/project.ts'
import { noteUse, readLiveKeys } from '../store/control/api-keys.ts'

const POLL_MS = 500

export type WatchedKeys = {
  /** What a key stands for, from memory: it is asked for every request. */
  readonly ownerOf: (key: string) => KeyOwner | null
  readonly stop: () => Promise<void>
}

/** Keeps the keys in memory, looks for new and revoked ones twice a second (the command line makes them beside the running server), and notes which were used. */
export async function watchKeys(project: Project, signal: AbortSignal): Promise<WatchedKeys> {
  let keys = await readLiveKeys(project.control, project.clock.now())
  const used = new Set<string>()
  const look = async (): Promise<void> => {
    const now = project.clock.now()
    keys = await readLiveKeys(project.control, now)
    const hashes = [...used]
    used.clear()
    if (hashes.length > 0) await noteUse(project.control, hashes, now)
  }
  let looking = Promise.resolve()
  const timer = setInterval(() => {
    looking = look().catch(() => {})
  }, POLL_MS)
  const stop = (): Promise<void> => {
    clearInterval(timer)
    return looking
  }
  signal.addEventListener('abort', () => clearInterval(timer), { once: true })
  const ownerOf = (key: string): KeyOwner | null => {
    const hash = createHash('sha256').update(key).digest('hex')
    const owner = keys.get(hash) ?? null
    if (mayWrite(owner)) used.add(hash)
    return owner
  }
  return { ownerOf, stop }
}
