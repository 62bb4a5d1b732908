import { existsSync, readFileSync } from 'node:fs'
import { mkdir, open, rename } from 'node:fs/promises'
import { join } from 'node:path'

/** What is sealed: one file holds rows of one table and one stretch of one log. */
export type ArchiveFile = {
  readonly path: string
  readonly table: string
  readonly log: string
  readonly after: number
  readonly upTo: number
  readonly rows: number
}

export type ArchiveManifest = {
  readonly version: 1
  /** Last sealed n of each log: every message up to it is in a file. */
  readonly sealed: Readonly<Record<string, number>>
  /** The zone and closing delay that the sealed days were computed with. */
  readonly timezone: string
  readonly closeDelayMs: number
  readonly files: readonly ArchiveFile[]
}

export function archiveFolder(folder: string): string {
  return join(folder, 'archive')
}

/** The manifest, or null where nothing was sealed yet. */
export function readManifest(folder: string): ArchiveManifest | null {
  const path = join(archiveFolder(folder), 'manifest.json')
  if (!existsSync(path)) return null
  return JSON.parse(readFileSync(path, 'utf8')) as ArchiveManifest
}

/** Replaces the manifest in one step: files it does not name are leftovers of a call that did not finish. */
export async function writeManifest(folder: string, manifest: ArchiveManifest): Promise<void> {
  const path = join(archiveFolder(folder), 'manifest.json')
  await mkdir(archiveFolder(folder), { recursive: true })
  const file = await open(`${path}.next`, 'w', 0o600)
  await file.writeFile(`${JSON.stringify(manifest, null, 1)}\n`)
  await file.sync()
  await file.close()
  await rename(`${path}.next`, path)
  await syncPath(archiveFolder(folder))
}

/** Makes a file, or a folder's names, safe against power loss. */
export async function syncPath(path: string): Promise<void> {
  const file = await open(path, 'r')
  await file.sync()
  await file.close()
}
