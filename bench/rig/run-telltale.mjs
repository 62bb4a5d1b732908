import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { watchMemory } from './peak-memory.mjs'
import { ROOT } from './places.mjs'

/** Runs a command to its end: how long it took, and how much was resident at most. */
export function runTelltale(argv) {
  const began = performance.now()
  const child = spawn(process.execPath, [join(ROOT, 'bin', 'telltale.cjs'), ...argv], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const memory = watchMemory(child.pid)
  return new Promise((done, fail) => {
    child.on('close', (code) => {
      const found = { ms: performance.now() - began, peak: memory.stop() }
      if (code === 0) done(found)
      else fail(new Error(`telltale ${argv[0]} ended with ${code}`))
    })
  })
}
