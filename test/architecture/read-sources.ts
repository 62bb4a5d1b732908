import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type MaskedSource, maskSource } from './mask-source.ts'

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export type SourceFile = MaskedSource & {
  /** From the root of the repository, with forward slashes. */
  readonly path: string
  readonly text: string
  readonly imports: readonly Import[]
}

export type Import = {
  /** As written. */
  readonly specifier: string
  /** Path of the imported file; null for a package. */
  readonly target: string | null
  readonly reExport: boolean
  /** When the file is loaded its import is too; not by `import()`, and not for its types. */
  readonly atOnce: boolean
}

const FOLDERS = ['src', 'dashboard/src', 'test', 'scripts', 'bench', 'examples', 'docs', 'bin', '.ci']
const TEXT_FILE = /\.(ts|tsx|mjs|cjs|js|json|md|sh|css|html|sql|yaml|yml)$|\/run$/
const SKIPPED = /(^|\/)(node_modules|dist|expected|data|patches)(\/|$)/

/** Every text file of the repository that people write. */
export function readSources(): readonly SourceFile[] {
  const inFolders = FOLDERS.flatMap((folder) => pathsUnder(join(ROOT, folder)))
  const atRoot = readdirSync(ROOT).filter((name) => /\.(md|ts|json)$/.test(name) && name !== 'package-lock.json')
  return [...inFolders, ...atRoot.map((name) => join(ROOT, name))]
    .map((path) => relative(ROOT, path).replaceAll('\\', '/'))
    .filter((path) => TEXT_FILE.test(path) && !path.endsWith('package-lock.json'))
    .map((path) => sourceFile(path, readFileSync(join(ROOT, path), 'utf8')))
}

/** A source file from its text alone: what the rules' own examples are made with. */
export function sourceFile(path: string, text: string): SourceFile {
  const isCode = /\.(ts|tsx|mjs|cjs|js)$/.test(path)
  const masked = isCode ? maskSource(text) : { withoutComments: text, code: text, literals: text }
  return { path, text, ...masked, imports: isCode ? readImports(path, text, masked.code) : [] }
}

const IMPORT =
  /(?:^|[;\n])\s*(import|export)\b(?:\s+type)?[\s\w*{},$]*?\bfrom\s*(['"])|(?:^|[;\n])\s*import\s*(['"])|\bimport\s*\(\s*(['"])/g

/** Reads where an import stands from the masked code (so that none is found in a comment), and its name from the text. */
function readImports(path: string, text: string, code: string): readonly Import[] {
  return [...code.matchAll(IMPORT)].map((match) => {
    const start = match.index + match[0].length
    const quote = match[2] ?? match[3] ?? match[4] ?? "'"
    const specifier = text.slice(start, text.indexOf(quote, start))
    const target = specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(path), specifier)) : null
    const atOnce = match[4] === undefined && !/^[;\s]*(import|export)\s+type\b/.test(match[0])
    return { specifier, target, reExport: match[1] === 'export', atOnce }
  })
}

function pathsUnder(folder: string): readonly string[] {
  if (!existsSync(folder) || SKIPPED.test(relative(ROOT, folder))) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? pathsUnder(path) : [path]
  })
}

export function isProductSource({ path }: SourceFile): boolean {
  return path.startsWith('src/') && !isTest(path)
}

export function isTest(path: string): boolean {
  return /\.test(-d)?\.tsx?$/.test(path)
}

export function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length
}
