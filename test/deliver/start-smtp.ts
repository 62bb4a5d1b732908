import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'

export type ReceivedLetter = { readonly from: string; readonly to: readonly string[]; readonly letter: string }

/** A real SMTP server in a process of its own, on loopback; what it got is in `letters`. */
export async function startSmtp(
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly port: number; readonly letters: ReceivedLetter[] }> {
  const script = join(packageRoot(), 'test', 'deliver', 'smtp-peer.mjs')
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill())
  const letters: ReceivedLetter[] = []
  const port = await new Promise<number>((done) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = JSON.parse(line) as { readonly port: number } | ReceivedLetter
      if ('port' in said) done(said.port)
      else letters.push(said)
    })
  })
  return { port, letters }
}
