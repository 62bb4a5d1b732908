import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { canonicalJson } from '../../core/hash.ts'
import type { Mapping } from './mapping.ts'
import { detectFormat, type FileFormat } from './open-file.ts'

/** What an import will do, decided before a row is read. */
export type ImportPlan = {
  readonly path: string
  readonly format: FileFormat
  readonly gzipped: boolean
  readonly bytes: number
  /** null: the rows are canonical Segment messages already. */
  readonly mapping: Mapping | null
  readonly source: string
  /** The log that takes it. The same file with the same mapping has the same log, which is how an import that was cut short goes on. */
  readonly logName: string
}

/** @throws import_unreadable */
export async function planImport(options: {
  path: string
  mapping: Mapping | null
  source: string
}): Promise<ImportPlan> {
  const found = await detectFormat(options.path)
  const identity = canonicalJson({ mapping: options.mapping, source: options.source, bytes: found.bytes })
  const digest = await hashFile(options.path, createHash('sha256').update(identity))
  return { ...found, ...options, logName: `import-${digest.slice(0, 16)}` }
}

/** All of it: a row that was mended in the middle of a file makes another file, and rows that are equal are told by their ids. */
async function hashFile(path: string, hash: Hash): Promise<string> {
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk)
  return hash.digest('hex')
}
