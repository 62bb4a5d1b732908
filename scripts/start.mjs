import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { build } from './build.mjs'
import { ROOT, stop } from './run-command.mjs'
import { setUp } from './set-up.mjs'

/** `npm start`: install, build, run the demo. Words after `--` go to the demo. */
await setUp()
if (!(await build())) stop('The build failed; see above.')

const demo = spawn(process.execPath, [join(ROOT, 'bin', 'telltale.cjs'), 'demo', ...process.argv.slice(2)], {
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // Ctrl-C in a terminal already reaches the whole group; a second one would mean "at once, without closing".
  process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY ? undefined : demo.kill(signal)))
}
demo.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal])
})
