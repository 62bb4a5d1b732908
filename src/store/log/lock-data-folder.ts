import { linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { telltaleError } from '../../core/errors.ts'
import { logFolder } from './list-segments.ts'

/** A held lock; `release` gives it back, and may be called twice. `recovered` is the dead process whose lock was taken over. */
export type Lock = { readonly recovered?: number; release(): void }

type Holder = { readonly pid: number; readonly started: string }

const LOCK_NAME = 'lock'

/**
 * Takes a data folder for this process: one server per folder. The lock of a process that is gone is taken over. Throws data_in_use, or data_unwritable.
 * Processes that do not see each other (two containers on one volume) are kept apart by the database files, not by this.
 */
export function lockDataFolder(dataDir: string): Lock {
  return lockFolder(dataDir)
}

/** Takes one log of a data folder: an import writes its own log beside a running server. Errors as lockDataFolder. */
export function lockLog(dataDir: string, logName: string): Lock {
  return lockFolder(logFolder(dataDir, logName))
}

function lockFolder(folder: string): Lock {
  const path = join(folder, LOCK_NAME)
  const mine: Holder = { pid: process.pid, started: processStart(process.pid) ?? '' }
  const draft = `${path}.${process.pid}`
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 })
  } catch (error) {
    throw telltaleError('data_unwritable', { path: folder, reason: (error as Error).message }, error)
  }
  try {
    const recovered = take(folder, path, draft)
    return { ...(recovered !== undefined && { recovered }), release: () => release(path, mine) }
  } finally {
    unlinkSync(draft)
  }
}

/** A link is made whole or not at all, so that a lock is never seen half written. */
function take(folder: string, path: string, draft: string): number | undefined {
  let recovered: number | undefined
  for (let attempt = 0; attempt < 3; attempt++) {
    if (tryLink(folder, draft, path)) return recovered
    const holder = readHolder(path)
    if (holder === undefined) continue
    if (isAlive(holder)) throw telltaleError('data_in_use', { path: folder, pid: holder.pid })
    if (setAside(path, `${draft}.stale`, holder)) recovered = holder.pid
  }
  throw telltaleError('data_in_use', { path: folder, pid: readHolder(path)?.pid ?? 0 })
}

function tryLink(folder: string, from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw telltaleError('data_unwritable', { path: folder, reason: (error as Error).message }, error)
  }
}

/** Removes a dead lock. Two processes may find it at once: what was moved is looked at again, and put back when it is the lock of the other one. */
function setAside(path: string, aside: string, dead: Holder): boolean {
  try {
    renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
  const moved = readHolder(aside)
  const wasDead = moved?.pid === dead.pid && moved.started === dead.started
  if (!wasDead) linkSync(aside, path)
  unlinkSync(aside)
  return wasDead
}

/** Who holds a lock; undefined when there is none. A lock that cannot be understood belongs to nobody alive. */
function readHolder(path: string): Holder | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    const { pid, started } = JSON.parse(text)
    if (Number.isSafeInteger(pid) && pid > 0) return { pid, started: String(started) }
  } catch {
    // Not JSON: written by a disk fault, not by telltale.
  }
  return { pid: 0, started: '' }
}

function isAlive({ pid, started }: Holder): boolean {
  if (pid === 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const now = processStart(pid)
  // The number of a dead process may have been given to another; when it started tells them apart.
  return now === undefined || started === '' || now === started
}

/** When a process started, as the kernel counts it; undefined where that cannot be read (not Linux, or no such process). */
function processStart(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the name in brackets and may hold anything; the start time is the 20th from there.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie holds nothing; it only waits for its parent to ask after it.
    return fields[0] === 'Z' ? 'ended' : `${boot}:${fields[19]}`
  } catch {
    return undefined
  }
}

function release(path: string, mine: Holder): void {
  const holder = readHolder(path)
  if (holder?.pid === mine.pid && holder.started === mine.started) unlinkSync(path)
}
