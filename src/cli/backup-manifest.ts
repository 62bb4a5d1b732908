import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { telltaleError } from '../core/errors.ts'
import { contentHash } from '../core/hash.ts'

const position = z.number().int().nonnegative()
const bytes = z.number().int().nonnegative()
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const manifestSchema = z.strictObject({
  format: z.literal('telltale-backup'),
  version: z.literal(1),
  /** Version of the program that took it. */
  telltale: z.string(),
  takenAt: z.string(),
  logs: z.array(
    z.strictObject({
      logName: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/),
      firstN: position,
      lastN: position,
      files: z.array(z.strictObject({ name: z.string(), bytes, sha256 })),
    }),
  ),
  /** Everything else, by its path in the data folder. No path leads out of it. */
  files: z.array(
    z.strictObject({
      path: z.string().regex(/^(control\.sqlite|analytic\/archive\/[A-Za-z0-9_%.~!'()*-]+\.(parquet|json))$/),
      bytes,
      sha256,
    }),
  ),
  /** Of all the above. */
  checksum: z.string(),
})

/** What a backup holds. It is written last: a folder without one was never finished. */
export type BackupManifest = z.output<typeof manifestSchema>

const NAME = 'backup.json'

export function sealManifest(body: Omit<BackupManifest, 'checksum'>): { readonly name: string; readonly text: string } {
  const manifest: BackupManifest = { ...body, checksum: contentHash(body) }
  return { name: NAME, text: `${JSON.stringify(manifest, null, 1)}\n` }
}

/** @throws backup_invalid when it is missing, cut, changed, or of a later version */
export function readBackupManifest(folder: string): BackupManifest {
  const path = join(folder, NAME)
  const invalid = (reason: string) => telltaleError('backup_invalid', { path, reason })
  if (!existsSync(path)) throw invalid('it is missing: this is no backup, or one that was not finished')
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error))
  }
  const parsed = manifestSchema.safeParse(value)
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error).replaceAll('\n', ' '))
  const { checksum, ...body } = parsed.data
  if (contentHash(body) !== checksum) throw invalid('its checksum is not that of its content')
  return parsed.data
}
