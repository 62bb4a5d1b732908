import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { ROOT, runCommand, runStep, stop } from './run-command.mjs'
import { lockIsInstalled, setUp } from './set-up.mjs'

const BENCH = join(ROOT, 'bench')

/** `npm run bench`: the figures of docs/performance.md. The engines it compares with are installed here and nowhere else. */
await setUp()
if (!(await build())) stop('The build failed; see above.')
if (!existsSync(join(BENCH, 'main.mjs'))) stop('There is no bench/main.mjs in this checkout.')
if (!lockIsInstalled(BENCH)) {
  const passed = await runStep('install the engines to compare with (once, about 0.5 GB)', () =>
    runCommand('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: BENCH }),
  )
  if (!passed) stop('The install of bench/ failed; see above.')
}
const env = { ...process.env, UV_THREADPOOL_SIZE: process.env.UV_THREADPOOL_SIZE ?? '16' }
const bench = spawn(process.execPath, [join(BENCH, 'main.mjs'), ...process.argv.slice(2)], { stdio: 'inherit', env })
bench.on('exit', (code) => {
  process.exitCode = code ?? 1
})
