import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
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

const SAMPLE = 1 << 20

export async function planImport(options: {
  path: string
  mapping: Mapping | null
  source: string
}): Promise<ImportPlan> {
  const found = await detectFormat(options.path)
  const identity = canonicalJson({ mapping: options.mapping, source: options.source, bytes: found.bytes })
  const digest = createHash('sha256').update(identity)
  for (const part of await readEnds(options.path, found.bytes)) digest.update(part)
  return { ...found, ...options, logName: `import-${digest.digest('hex').slice(0, 16)}` }
}

/** The first and last megabyte: enough to tell files apart, cheap for one of 10 GB. */
async function readEnds(path: string, bytes: number): Promise<Buffer[]> {
  const file = await open(path, 'r')
  try {
    const head = await file.read(Buffer.alloc(Math.min(SAMPLE, bytes)), 0, Math.min(SAMPLE, bytes), 0)
    const tail = await file.read(
      Buffer.alloc(Math.min(SAMPLE, bytes)),
      0,
      Math.min(SAMPLE, bytes),
      Math.max(0, bytes - SAMPLE),
    )
    return [head.buffer, tail.buffer]
  } finally {
    await file.close()
  }
}
