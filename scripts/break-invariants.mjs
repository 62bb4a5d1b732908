import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from './build.mjs'
import { ROOT, runCommand } from './run-command.mjs'
import { setUp } from './set-up.mjs'

const PATCHES = join(ROOT, 'test', 'invariants', 'patches')

/** Invariant 6 speaks of a second engine; it joins the list with that engine. */
const GUARDED = ['1', '2', '3', '4', '5', '7', '8', '9', '10']

/**
 * Applies each breaking patch to a copy of the tree and runs the tests it names there. A patch that leaves them green
 * means that nobody guards its invariant.
 * @param {{ only?: string, patches?: string }} [options] part of a patch's name; another folder of patches
 * @returns {Promise<boolean>} whether every patch was noticed
 */
export async function breakInvariants({ only = '', patches = PATCHES } = {}) {
  const chosen = readPatches(patches).filter(({ name }) => name.includes(only))
  const rows = []
  process.stdout.write(`\nBreaking ${chosen.length} invariants on purpose; each must turn its tests red:\n`)
  for (const patch of chosen) {
    const began = performance.now()
    const verdict = await tryPatch(patch)
    rows.push(verdict)
    process.stdout.write(`${rowOf(patch, verdict, performance.now() - began)}\n`)
  }
  const missing = GUARDED.filter((invariant) => !chosen.some((patch) => patch.invariant === invariant))
  if (only === '' && missing.length > 0) process.stdout.write(`No patch yet for invariant ${missing.join(', ')}.\n`)
  return rows.every(({ ok }) => ok)
}

function rowOf({ invariant, name }, { ok, text }, milliseconds) {
  const seconds = `${(milliseconds / 1000).toFixed(1)} s`.padStart(7)
  return `${ok ? '✓' : '✗'} ${invariant.padEnd(6)} ${name.padEnd(36)} ${seconds}  ${text}`
}

/**
 * Header lines of a patch: `# invariant: 3`; `# expect-red: src/fold/x.test.ts` (more than one: spaces);
 * `# expect-test: part of a name` where only that test counts; `# build: yes` where the tests start workers or processes.
 */
export function readPatches(folder = PATCHES) {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.patch'))
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      const header = (name) => new RegExp(`^# ${name}: *(.+)$`, 'm').exec(text)?.[1].trim() ?? ''
      return {
        name: basename(file, '.patch'),
        path: join(folder, file),
        invariant: header('invariant'),
        expectRed: header('expect-red').split(/\s+/).filter(Boolean),
        expectTest: header('expect-test'),
        needsBuild: header('build') === 'yes',
      }
    })
}

async function tryPatch(patch) {
  const copy = mkdtempSync(join(tmpdir(), 'telltale-broken-'))
  try {
    await copyTree(copy)
    const applied = await runCommand('git', ['apply', '--whitespace=nowarn', patch.path], { cwd: copy })
    if (applied.code !== 0) return { ok: false, text: `the patch no longer applies: ${applied.output.trim()}` }
    if (patch.needsBuild) await runCommand('tsc', ['-p', 'tsconfig.build.json'], { cwd: copy })
    const report = join(copy, 'report.json')
    const args = ['run', '--reporter=json', `--outputFile.json=${report}`, ...patch.expectRed]
    const { output } = await runCommand('vitest', args, { cwd: copy, env: { PROPERTY_SEED: '1' } })
    return verdictOf(existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null, patch.expectTest, output)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** Only a failed test counts: a file that does not load, or no test at all, proves nothing. */
export function verdictOf(report, expectTest = '', output = '') {
  if (report === null || report.numTotalTests === 0) {
    return { ok: false, text: `no test ran: ${output.trim().split('\n').at(-1)}` }
  }
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults)
  const chosen = tests.filter(({ fullName }) => fullName.includes(expectTest))
  const red = chosen.filter(({ status }) => status === 'failed')
  if (chosen.length === 0) return { ok: false, text: `no test is called "${expectTest}"` }
  if (red.length === 0) return { ok: false, text: 'all green: nobody guards this' }
  return { ok: true, text: `red: ${red[0].fullName}${red.length > 1 ? ` and ${red.length - 1} more` : ''}` }
}

/** What is tracked or new and not ignored, with the built parts; dependencies are linked, not copied. */
async function copyTree(copy) {
  const listed = await runCommand('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'])
  for (const path of listed.output.split('\0').filter((name) => name !== '' && existsSync(join(ROOT, name)))) {
    mkdirSync(dirname(join(copy, path)), { recursive: true })
    cpSync(join(ROOT, path), join(copy, path))
  }
  cpSync(join(ROOT, 'dist'), join(copy, 'dist'), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await setUp()
  process.exitCode = (await build()) && (await breakInvariants({ only: process.argv[2] ?? '' })) ? 0 : 1
}
