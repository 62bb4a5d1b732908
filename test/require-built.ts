import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../src/core/package-root.ts'

/** The path of a compiled file, by its path under `dist/`. Processes and threads of the tests run what is built; without it they cannot start. */
export function requireBuilt(pathUnderDist: string): string {
  const path = join(packageRoot(), 'dist', pathUnderDist)
  if (!existsSync(path)) throw new Error(`${path} is missing: run \`npm run build\` before these tests.`)
  return path
}
