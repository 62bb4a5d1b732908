import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { ForgottenSubject } from '../../ingest/forgotten-subject.ts'

const CHUNK = 1 << 20
/** Shorter ids occur in anything: they are looked for as a text of their own. */
const SHORT = 6

/** Files of a folder, by their paths in it, whose bytes hold an id or a mention of a subject. */
export function scanFolder(folder: string, subject: ForgottenSubject): string[] {
  const traces = tracesOf(subject)
  const overlap = Math.max(...traces.map((trace) => trace.byteLength))
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => holds(path, traces, overlap))
    .map((path) => relative(folder, path))
    .sort()
}

function tracesOf({ of, keys, mentions }: ForgottenSubject): Buffer[] {
  const ids = of === 'person' ? keys.map((key) => key.slice(2)) : keys
  const texts = ids.flatMap((text) => (text.length < SHORT ? [`"${text}"`] : [text]))
  const prefixed = of === 'person' ? keys : []
  return [...new Set([...texts, ...prefixed, ...mentions])].map((text) => Buffer.from(text))
}

/**
 * Such a file stays open until the process ends: closing any descriptor of a file takes all locks from it that the process has, those of SQLite too. The next process
 * that opened the store would then think itself alone, and cut what this one has mapped into memory.
 */
function isSqlite(path: string): boolean {
  return /\.sqlite(-wal|-shm)?$/.test(path)
}

function holds(path: string, traces: readonly Buffer[], overlap: number): boolean {
  const fd = openSync(path, 'r')
  const bytes = Buffer.alloc(CHUNK + overlap)
  let kept = 0
  try {
    for (;;) {
      const read = readSync(fd, bytes, kept, CHUNK, null)
      if (read === 0) return false
      const seen = bytes.subarray(0, kept + read)
      if (traces.some((trace) => seen.includes(trace))) return true
      kept = Math.min(overlap, seen.byteLength)
      bytes.copyWithin(0, seen.byteLength - kept, seen.byteLength)
    }
  } finally {
    if (!isSqlite(path)) closeSync(fd)
  }
}
