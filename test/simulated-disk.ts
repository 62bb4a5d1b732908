import type { LogFileSystem } from '../src/store/log/log-file-system.ts'

const SECTOR = 512

type Change = { readonly at: number; readonly bytes: Buffer } | { readonly truncate: number }

/** A file as the running system sees it (`seen`), as the disk has it (`stored`), and the changes in between. */
type SimulatedFile = { seen: Buffer; stored: Buffer; unsynced: Change[] }

/** What goes wrong next: each call of the disk takes one from here. */
export type Fault = 'none' | 'write_no_room' | 'write_short' | 'write_error' | 'sync_error' | 'power_cut'

/**
 * A disk in memory that keeps only what was synced: of all other writes, a power cut leaves any subset of sectors, of new names any subset. `random` is a seeded
 * source of numbers in [0, 1).
 */
export class SimulatedDisk {
  readonly #random: () => number
  #files: Map<string, SimulatedFile>
  #storedNames: Map<string, SimulatedFile>
  readonly #handles = new Map<number, SimulatedFile>()
  #nextHandle = 3
  readonly faults: Fault[] = []
  /** What came back after a `power_cut`; from then on every write and sync fails. */
  afterCut: SimulatedDisk | undefined

  constructor(random: () => number, files = new Map<string, SimulatedFile>()) {
    this.#random = random
    this.#files = files
    this.#storedNames = new Map(files)
  }

  /** The disk after the power was cut and came back. */
  afterPowerCut(): SimulatedDisk {
    const files = new Map<string, SimulatedFile>()
    for (const [path, file] of new Map([...this.#storedNames, ...this.#files])) {
      const isStored = this.#storedNames.has(path)
      const isThere = this.#files.has(path)
      if (isStored !== isThere && this.#random() < 0.5) continue
      const stored = this.#settle(file)
      files.set(path, { seen: stored, stored, unsynced: [] })
    }
    return new SimulatedDisk(this.#random, files)
  }

  /** What is stored of a file after some of its unsynced changes made it to the disk. */
  #settle(file: SimulatedFile): Buffer {
    let bytes = Buffer.from(file.stored)
    for (const change of file.unsynced) {
      if ('truncate' in change) {
        if (this.#random() < 0.5) bytes = resize(bytes, change.truncate)
        continue
      }
      for (let from = 0; from < change.bytes.length; from += SECTOR) {
        if (this.#random() < 0.5) continue
        const part = change.bytes.subarray(from, from + SECTOR)
        bytes = overwrite(bytes, change.at + from, part)
      }
    }
    return bytes
  }

  #checkPower(kind: Fault): void {
    if (kind === 'power_cut') this.afterCut = this.afterPowerCut()
    if (this.afterCut) throw fault('EIO')
  }

  #fault(...kinds: Fault[]): Fault {
    const next = this.faults[0]
    if (next === undefined) return 'none'
    if (next !== 'none' && !kinds.includes(next)) return 'none'
    this.faults.shift()
    return next
  }

  readonly fileSystem: LogFileSystem = {
    open: (path, flags) => {
      const there = this.#files.get(path)
      if (flags === 'wx' && there) throw fault('EEXIST')
      const file =
        there ?? (flags === 'wx' ? { seen: Buffer.alloc(0), stored: Buffer.alloc(0), unsynced: [] } : undefined)
      if (file === undefined) throw fault('ENOENT')
      this.#files.set(path, file)
      this.#handles.set(this.#nextHandle, file)
      return this.#nextHandle++
    },
    close: (fd) => {
      this.#handles.delete(fd)
    },
    size: (fd) => this.#file(fd).seen.length,
    read: (fd, target, position) => {
      const part = this.#file(fd).seen.subarray(position, position + target.byteLength)
      target.set(part)
      return part.length
    },
    write: (fd, bytes, position) => this.#write(this.#file(fd), Buffer.from(bytes), position),
    truncate: (fd, bytes) => {
      const file = this.#file(fd)
      file.seen = resize(file.seen, bytes)
      file.unsynced.push({ truncate: bytes })
    },
    fdatasync: (fd) => this.#sync(this.#file(fd)),
    remove: (path) => {
      this.#files.delete(path)
    },
    syncFolder: () => {
      this.#storedNames = new Map(this.#files)
    },
    makeFolder: () => {},
    list: (folder) =>
      [...this.#files.keys()].filter((path) => path.startsWith(folder)).map((path) => path.slice(folder.length + 1)),
    freeBytes: () => Number.MAX_SAFE_INTEGER,
  }

  #file(fd: number): SimulatedFile {
    const file = this.#handles.get(fd)
    if (file === undefined) throw fault('EBADF')
    return file
  }

  #write(file: SimulatedFile, bytes: Buffer, position: number): number {
    const kind = this.#fault('write_no_room', 'write_short', 'write_error', 'power_cut')
    if (kind === 'write_no_room') throw fault('ENOSPC')
    if (kind === 'write_error') throw fault('EIO')
    const part = kind === 'write_short' ? bytes.subarray(0, Math.ceil(bytes.length * this.#random())) : bytes
    file.seen = overwrite(file.seen, position, part)
    file.unsynced.push({ at: position, bytes: part })
    this.#checkPower(kind)
    return part.length
  }

  /** A failed sync may have stored anything, and the system forgets that there was something to store. */
  #sync(file: SimulatedFile): void {
    const kind = this.#fault('sync_error', 'power_cut')
    this.#checkPower(kind)
    if (kind === 'sync_error') {
      file.stored = this.#settle(file)
      file.unsynced = []
      throw fault('EIO')
    }
    file.stored = Buffer.from(file.seen)
    file.unsynced = []
  }
}

function fault(code: string): Error {
  return Object.assign(new Error(`${code}: simulated`), { code })
}

function resize(bytes: Buffer, length: number): Buffer<ArrayBuffer> {
  const resized = Buffer.alloc(length)
  bytes.copy(resized)
  return resized
}

function overwrite(bytes: Buffer, at: number, part: Buffer): Buffer<ArrayBuffer> {
  const grown = resize(bytes, Math.max(bytes.length, at + part.length))
  part.copy(grown, at)
  return grown
}
