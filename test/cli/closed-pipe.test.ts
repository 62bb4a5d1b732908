import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'
import { requireBuilt } from '../require-built.ts'

it('whoever reads no further is no fault: a command whose output is cut off ends well, and says nothing', async () => {
  requireBuilt('cli/main.js')
  const child = spawn(process.execPath, [join(packageRoot(), 'bin', 'telltale.cjs'), '--help'])
  // As `| head -0`: closed long before Node has started.
  child.stdout.destroy()
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const code = await new Promise((resolve) => child.once('close', resolve))
  expect([code, said]).toEqual([0, ''])
})
