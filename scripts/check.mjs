import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from './build.mjs'
import { ROOT, runCommand, runStep } from './run-command.mjs'
import { setUp } from './set-up.mjs'

const REMEMBERING = ['--noEmit', '--incremental', '--tsBuildInfoFile', join(ROOT, '.cache', 'types.tsbuildinfo')]

/** What the full test run repeats anyway is only in FAST. */
export const STATIC = [
  { name: 'format and lint', run: () => runCommand('biome', ['check', '--error-on-warnings', '.']) },
  { name: 'types', run: () => runCommand('tsc', ['-p', '.', ...REMEMBERING]) },
  {
    name: 'types of the dashboard',
    when: () => existsSync(join(ROOT, 'dashboard', 'tsconfig.json')),
    run: () => runCommand('tsc', ['--noEmit', '-p', 'dashboard']),
  },
]
const FAST = {
  name: 'architecture, documents, fast tests',
  run: () =>
    runCommand('vitest', ['run', 'test/architecture', 'test/docs', 'test/stories/one-life', 'src/', 'dashboard/src']),
}

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
  const [told, tested] = await Promise.all([runSteps(STATIC), buildAndTest()])
  const passed = told && tested
  process.stdout.write(
    `${passed ? 'All passed' : 'Something failed'} in ${Math.round((performance.now() - began) / 1000)} s\n`,
  )
  process.exitCode = passed ? 0 : 1
}

async function buildAndTest() {
  const built = await build()
  return (await runSteps([FAST])) && built
}
