import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The folder of the installed package (the one with package.json), whether this runs from `src/` or `dist/`. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}

/** URL of a compiled worker entry, by its path under `src/`: worker threads cannot run TypeScript on Node 20. */
export function workerUrl(pathUnderSrc: string): URL {
  return pathToFileURL(join(packageRoot(), 'dist', pathUnderSrc.replace(/\.ts$/, '.js')))
}
