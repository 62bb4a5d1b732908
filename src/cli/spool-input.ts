import { createWriteStream, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { telltaleError } from '../core/errors.ts'
import type { Invocation } from './command.ts'

export type Spooled = { readonly path: string; readonly remove: () => void }

/**
 * Keeps standard input as a file in the data folder while it is imported: its format, its identity (which makes an import repeatable) and a preview need it from the
 * beginning, more than once.
 */
export async function spoolInput(invocation: Invocation, stdin: Readable): Promise<Spooled> {
  const { dataDir, io } = invocation
  const path = join(dataDir, `standard-input-${Buffer.from(io.randomBytes(6)).toString('hex')}`)
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    await pipeline(stdin, createWriteStream(path, { mode: 0o600 }), { signal: io.signal })
  } catch (error) {
    rmSync(path, { force: true })
    if (io.signal.aborted) throw telltaleError('cancelled', { kept: 'Nothing was written.' }, error)
    throw telltaleError(
      'data_unwritable',
      { path: dataDir, reason: error instanceof Error ? error.message : String(error) },
      error,
    )
  }
  return { path, remove: () => rmSync(path, { force: true }) }
}
