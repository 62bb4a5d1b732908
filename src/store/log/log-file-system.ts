import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  statfsSync,
  unlinkSync,
  writeSync,
} from 'node:fs'

/**
 * The file operations of the log, all synchronous: they run in the log's own thread, so that long queries that fill the thread pool of the process cannot delay an
 * acknowledgement. Tests pass their own to count the work, and to break it.
 */
export type LogFileSystem = {
  open(path: string, flags: 'r' | 'r+' | 'wx'): number
  close(fd: number): void
  size(fd: number): number
  /** Reads into all of `target` from `position`; returns how many bytes there were. */
  read(fd: number, target: Uint8Array, position: number): number
  /** Writes at `position`; may write less than asked, as the system call does. */
  write(fd: number, bytes: Uint8Array, position: number): number
  truncate(fd: number, bytes: number): void
  fdatasync(fd: number): void
  remove(path: string): void
  /** Makes names durable: a new or removed file in this folder. */
  syncFolder(path: string): void
  makeFolder(path: string): void
  list(path: string): string[]
  /** Bytes that this user may still write where `path` is. */
  freeBytes(path: string): number
}

function syncFolder(path: string): void {
  // Windows cannot open a folder; NTFS journals names by itself.
  if (process.platform === 'win32') return
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path)
  return bavail * bsize
}

export const logFileSystem: LogFileSystem = {
  open: (path, flags) => openSync(path, flags, 0o600),
  close: closeSync,
  size: (fd) => fstatSync(fd).size,
  read: (fd, target, position) => readSync(fd, target, 0, target.byteLength, position),
  write: (fd, bytes, position) => writeSync(fd, bytes, 0, bytes.byteLength, position),
  truncate: ftruncateSync,
  fdatasync: fdatasyncSync,
  remove: unlinkSync,
  syncFolder,
  makeFolder: (path) => mkdirSync(path, { recursive: true, mode: 0o700 }),
  list: (path) => readdirSync(path),
  freeBytes,
}
