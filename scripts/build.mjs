import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT, runCommand, runStep } from './run-command.mjs'
import { setUp } from './set-up.mjs'

const DIST = join(ROOT, 'dist')
const STAMPS = join(DIST, '.built.json')

/**
 * What is built, from what, and how. A part whose inputs have not changed since it was last built is skipped.
 * `ready` is false while a part has no sources.
 */
const PARTS = [
  {
    name: 'server',
    inputs: ['src', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
    output: join(DIST, 'core', 'errors.js'),
    ready: () => existsSync(join(ROOT, 'src')),
    build: buildServer,
  },
  {
    name: 'dashboard',
    inputs: ['dashboard', 'src/contract', 'src/core', 'src/stats', 'package-lock.json'],
    output: join(DIST, 'dashboard', 'index.html'),
    ready: () => existsSync(join(ROOT, 'dashboard', 'index.html')),
    build: () => runCommand('vite', ['build', '--outDir', join(DIST, 'dashboard'), '--emptyOutDir'], IN_DASHBOARD),
  },
  {
    name: 'snippet',
    inputs: ['dashboard/src/snippet', 'dashboard/snippet.config.ts', 'package-lock.json'],
    output: join(DIST, 'snippet', 'messages.js'),
    ready: () => existsSync(join(ROOT, 'dashboard', 'src', 'snippet')),
    build: () => runCommand('vite', ['build', '--config', 'snippet.config.ts'], IN_DASHBOARD),
  },
]
const IN_DASHBOARD = { cwd: join(ROOT, 'dashboard'), env: { NODE_ENV: 'production' } }

/**
 * Builds what is out of date.
 * @returns {Promise<boolean>} false when a part failed; its errors are printed
 */
export async function build() {
  for (const part of PARTS) {
    if (!part.ready()) continue
    const stamp = stampOf(part.inputs)
    if (readStamps()[part.name] === stamp && existsSync(part.output)) continue
    if (!(await runStep(`build the ${part.name}`, part.build))) return false
    writeFileSync(STAMPS, JSON.stringify({ ...readStamps(), [part.name]: stamp }))
  }
  return true
}

async function buildServer() {
  const result = await runCommand('tsc', ['-p', 'tsconfig.build.json'])
  if (result.code === 0) {
    copyAssets()
    removeOrphans()
  }
  return result
}

/** Files of src/ that are no TypeScript (templates, pages) stand in dist/ at the same path. */
function copyAssets() {
  for (const path of filesUnder(join(ROOT, 'src'))) {
    if (/\.tsx?$|\.md$/.test(path)) continue
    const target = join(DIST, relative(join(ROOT, 'src'), path))
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(path, target)
  }
}

/** tsc never deletes: what a removed source left behind would still be importable, and packed. */
function removeOrphans() {
  for (const path of filesUnder(DIST)) {
    const under = relative(DIST, path)
    if (/^(dashboard|snippet|\.)/.test(under)) continue
    const source = under.replace(/(\.d\.ts|\.js)(\.map)?$/, '.ts')
    if (!existsSync(join(ROOT, 'src', source)) && !existsSync(join(ROOT, 'src', under))) rmSync(path)
  }
}

function stampOf(inputs) {
  const hash = createHash('sha256')
  for (const input of inputs) {
    for (const path of filesUnder(join(ROOT, input))) {
      if (/\.test(-d)?\.tsx?$/.test(path)) continue
      hash
        .update(`${relative(ROOT, path)}\0`)
        .update(readFileSync(path))
        .update('\0')
    }
  }
  return hash.digest('hex')
}

function filesUnder(path) {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  const entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries
    .filter(({ name }) => name !== 'node_modules' && name !== 'dist')
    .flatMap((entry) => (entry.isDirectory() ? filesUnder(join(path, entry.name)) : [join(path, entry.name)]))
}

function readStamps() {
  return existsSync(STAMPS) ? JSON.parse(readFileSync(STAMPS, 'utf8')) : {}
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await setUp()
  process.exitCode = (await build()) ? 0 : 1
}
