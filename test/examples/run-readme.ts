import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'
import { type Ran, runCommand } from '../cli/run-command.ts'

/** A copy of an example with some more files. */
export function exampleWith(name: string, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-example-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(join(packageRoot(), 'examples', name), folder, { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
  return folder
}

/** What a README's commands said, by command line behind `npx telltale`. */
export type Said = readonly (readonly [line: string, ran: Ran])[]

/** Runs every `npx telltale` line of the example's README in turn; `share`: of the worlds that they make. */
export async function runReadme(cwd: string, { share }: { readonly share?: number } = {}): Promise<Said> {
  const readme = readFileSync(join(cwd, 'README.md'), 'utf8')
  const blocks = [...readme.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map((match) => match[1] ?? '')
  const lines = blocks.flatMap((block) => block.split('\n')).filter((line) => line.startsWith('npx telltale '))
  const said: [string, Ran][] = []
  for (const line of lines) {
    const argv = line.split(' ').slice(2)
    const smaller = argv[0] === 'world' && share !== undefined ? ['--share', String(share)] : []
    const ran = await runCommand([...argv, ...smaller], { cwd, now: Date.UTC(2026, 2, 15) })
    said.push([argv.join(' '), ran])
  }
  return said
}

/** The exit codes, by command. */
export function codesOf(said: Said): [string, number][] {
  return said.map(([line, { code }]) => [line.split(' ')[0] ?? '', code])
}
