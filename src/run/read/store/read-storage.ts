import { readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { StorageAnswer, StoragePart } from '../../../contract/storage.ts'
import { LIVE_LOG } from '../../data-folder.ts'
import { KEEP_LOG_MS } from '../../decide/close-out.ts'
import type { Project } from '../../project.ts'

const PARTS: readonly StoragePart['part'][] = ['log', 'imports', 'archives', 'store', 'control', 'other']
const DAY_MS = 86_400_000

/** What each part of the data folder takes. Files that go meanwhile count nothing. */
export async function readStorage({ folder }: Pick<Project, 'folder'>): Promise<StorageAnswer> {
  const entries = await readdir(folder.root, { recursive: true, withFileTypes: true })
  const sums = new Map(PARTS.map((part) => [part, { bytes: 0, files: 0 }]))
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const found = await stat(path).catch(() => null)
    if (found === null) continue
    const sum = sums.get(partOf(relative(folder.root, path).split(sep)))!
    sum.bytes += found.size
    sum.files += 1
  }
  const parts = [...sums].map(([part, sum]) => ({ part, ...sum }))
  const bytes = parts.reduce((total, part) => total + part.bytes, 0)
  return { bytes, parts, logDays: Math.round(KEEP_LOG_MS / DAY_MS) }
}

function partOf([top = '', second = '']: readonly string[]): StoragePart['part'] {
  if (top === 'log') return second === LIVE_LOG ? 'log' : 'imports'
  if (top === 'analytic') return second === 'archive' ? 'archives' : second.startsWith('analytic.') ? 'store' : 'other'
  return top.startsWith('control.') ? 'control' : 'other'
}
