import { telltaleError } from '../../../core/errors.ts'
import { isDown } from './revive-engine.ts'
import type { StoreContext } from './store-context.ts'

/**
 * Waits for a write; the engine's words for a full disk become disk_full: it can be tried again. When the engine went down over it, it is
 * opened anew before the next write.
 */
export async function nameFullDisk<T>(context: StoreContext, writing: Promise<T>): Promise<T> {
  try {
    return await writing
  } catch (error) {
    if (isDown(error)) context.isDown = true
    const isFull = error instanceof Error && /No space left on device/.test(error.message)
    throw isFull ? telltaleError('disk_full', { path: context.folder }, error) : error
  }
}
