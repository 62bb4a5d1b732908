import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from './build.mjs'
import { ROOT, runCommand, runStep } from './run-command.mjs'
import { setUp } from './set-up.mjs'

/** What the full test run repeats anyway is only in FAST. */
export const STATIC = [
  { name: 'format and lint', run: () => runCommand('biome', ['check', '--error-on-warnings', '.']) },
  { name: 'types', run: () => runCommand('tsc', ['--noEmit', '-p', '.']) },
  {
    name: 'types of the dashboard',
    when: () => existsSync(join(ROOT, 'dashboard', 'tsconfig.json')),
    run: () => runCommand('tsc', ['--noEmit', '-p', 'dashboard']),
  },
]
const FAST = [
  { name: 'architecture', run: () => runCommand('vitest', ['run', 'test/architecture']) },
  { name: 'documents', run: () => runCommand('vitest', ['run', 'test/docs']) },
  {
    name: 'fast tests',
    run: () => runCommand('vitest', ['run', 'src/', 'test/stories', 'dashboard/src', '--passWithNoTests']),
  },
]

/**
 * Runs every step, also after a failure: one run shows all there is to mend.
 * @returns {Promise<boolean>}
 */
export async function runSteps(steps) {
  let passed = true
  for (const step of steps) {
    if (step.when?.() === false) continue
    passed = (await runStep(step.name, step.run)) && passed
  }
  return passed
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const began = performance.now()
  await setUp()
  const built = await build()
  const passed = (await runSteps([...STATIC, ...FAST])) && built
  process.stdout.write(
    `${passed ? 'All passed' : 'Something failed'} in ${Math.round((performance.now() - began) / 1000)} s\n`,
  )
  process.exitCode = passed ? 0 : 1
}
