import { createReadStream, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { constants, createGunzip, gunzipSync } from 'node:zlib'
import { telltaleError } from '../../core/errors.ts'

export type FileFormat = 'ndjson' | 'csv' | 'parquet'

export type OpenedFile = {
  readonly format: FileFormat
  readonly gzipped: boolean
  readonly bytes: number
}

/** Looks at the first bytes: compression and format are told by content, the name decides only between CSV and NDJSON that look alike. @throws import_missing, import_unreadable */
export async function detectFormat(path: string): Promise<OpenedFile> {
  const head = await readHead(path)
  const bytes = statSync(path).size
  if (head.subarray(0, 4).toString('latin1') === 'PAR1') return { format: 'parquet', gzipped: false, bytes }
  const gzipped = head[0] === 0x1f && head[1] === 0x8b
  const name = path.toLowerCase().replace(/\.gz$/, '')
  const byName: FileFormat | null = /\.(csv|tsv)$/.test(name)
    ? 'csv'
    : /\.(ndjson|jsonl|json)$/.test(name)
      ? 'ndjson'
      : null
  const text = (gzipped ? unpackHead(head) : head)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  return { format: byName ?? (/^[[{]/.test(text) ? 'ndjson' : 'csv'), gzipped, bytes }
}

/** Bytes in order. Each piece holds only until the next one is asked for: its memory may be read over. */
export type Pieces = AsyncIterable<Buffer>

const PIECE_BYTES = 1 << 20

/** The decompressed bytes of a file, or of standard input for `-`, and how many bytes of the file itself were read (for progress). */
export function openBytes(path: string, gzipped: boolean, stdin: Readable): { stream: Pieces; read: () => number } {
  let read = 0
  if (!gzipped && path !== '-')
    return {
      stream: readPieces(path, (bytes) => {
        read += bytes
      }),
      read: () => read,
    }
  const source = path === '-' ? stdin : createReadStream(path, { highWaterMark: PIECE_BYTES })
  source.on('data', (chunk: Buffer) => {
    read += chunk.length
  })
  source.pause()
  if (!gzipped) return { stream: source, read: () => read }
  const gunzip = createGunzip()
  source.on('error', (error: Error) => gunzip.destroy(error))
  return { stream: source.pipe(gunzip), read: () => read }
}

/** Into the same memory again and again: of a stream's pieces, 64 MB wait for the collector. */
async function* readPieces(path: string, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  const file = await open(path, 'r')
  const piece = Buffer.allocUnsafeSlow(PIECE_BYTES)
  try {
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, PIECE_BYTES, null)
      if (bytesRead === 0) return
      onRead(bytesRead)
      yield piece.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

/** As much as the first bytes hold; nothing where they are damaged, which reading the file will report. */
function unpackHead(head: Buffer): Buffer {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH })
  } catch {
    return Buffer.alloc(0)
  }
}

async function readHead(path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r')
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0)
    await file.close()
    return buffer.subarray(0, bytesRead)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw telltaleError('import_missing', { path }, error)
    throw telltaleError('import_unreadable', { path, format: 'a file', reason: reasonOf(error) }, error)
  }
}

function reasonOf(error: unknown): string {
  if ((error as NodeJS.ErrnoException).code === 'EISDIR') return 'it is a folder; name the files in it'
  return error instanceof Error ? error.message : String(error)
}
