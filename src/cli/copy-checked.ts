import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, open, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { telltaleError } from '../core/errors.ts'

export type Checked = { readonly bytes: number; readonly sha256: string }

/** Size and checksum of a file. */
export async function checkFile(path: string): Promise<Checked> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk)
  return { bytes: (await stat(path)).size, sha256: hash.digest('hex') }
}

/** Copies a file, and returns when the copy is on the disk. */
export async function copyChecked(from: string, to: string): Promise<Checked> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  const hash = createHash('sha256')
  const file = await open(to, 'wx', 0o600)
  let bytes = 0
  try {
    for await (const chunk of createReadStream(from, { highWaterMark: 1 << 20 })) {
      hash.update(chunk)
      await file.writeFile(chunk)
      bytes += chunk.length
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** Makes the names in a folder safe against power loss. */
export async function syncFolder(path: string): Promise<void> {
  const file = await open(path, 'r')
  await file.sync()
  await file.close()
}

/** @throws backup_invalid when the file is not what the manifest says */
export async function verifyChecked(path: string, expected: Checked): Promise<void> {
  const invalid = (reason: string) => telltaleError('backup_invalid', { path, reason })
  if (!existsSync(path)) throw invalid('the file is missing')
  const found = await checkFile(path)
  if (found.bytes !== expected.bytes) throw invalid(`it has ${found.bytes} bytes, the manifest says ${expected.bytes}`)
  if (found.sha256 !== expected.sha256) throw invalid('its checksum differs from the manifest')
}
