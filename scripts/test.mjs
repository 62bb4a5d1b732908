import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { breakInvariants } from './break-invariants.mjs'
import { build } from './build.mjs'
import { runSteps, STATIC } from './check.mjs'
import { findChromium, HOW_TO_GET_CHROMIUM } from './find-chromium.mjs'
import { ROOT, runCommand, stop } from './run-command.mjs'
import { setUp } from './set-up.mjs'

const REPORT = join(ROOT, '.cache', 'vitest.json')

/** `npm test`: everything there is. Words after `--` go to vitest (a path, `-t name`) and leave the invariants out. */
const only = process.argv.slice(2)
await setUp()
const built = await build()
const chromium = await findChromium()
if (chromium === null) stop(HOW_TO_GET_CHROMIUM)

const staticPassed = await runSteps(STATIC)
const { code, output } = await runVitest()
const brokenAsExpected = code !== 0 || only.length > 0 || (await breakInvariants())
closeWith(output)
process.exitCode = built && staticPassed && code === 0 && brokenAsExpected ? 0 : 1

function runVitest() {
  mkdirSync(join(ROOT, '.cache'), { recursive: true })
  rmSync(REPORT, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`]
  const env = { CHROMIUM: chromium, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) }
  return runCommand('vitest', ['run', ...reporters, ...only], { show: true, env })
}

/** The runner's own closing lines once more, below whatever came after it, then the counts in one plain line. */
function closeWith(output) {
  const lines = output.trimEnd().split('\n')
  const start = lines.findLastIndex((line) => /Test Files\s/.test(line))
  if (start !== -1) process.stdout.write(`\n${lines.slice(start, start + 4).join('\n')}\n`)
  const failures = [
    built ? '' : 'the build',
    staticPassed ? '' : 'format, lint or types',
    brokenAsExpected ? '' : 'an invariant nobody guards',
  ]
  const also = failures.filter((text) => text !== '')
  if (also.length > 0) process.stdout.write(`Also failed: ${also.join(', ')}; see above.\n`)
  process.stdout.write(`${countLine()}\n`)
}

function countLine() {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(REPORT, 'utf8'))
    return `${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped`
  } catch {
    return 'The test runner ended without a report; see above.'
  }
}
