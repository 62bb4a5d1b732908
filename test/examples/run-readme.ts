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
  const smaller = share === undefined ? [] : ['--share', String(share)]
  return runPage(readFileSync(join(cwd, 'README.md'), 'utf8'), {
    cwd,
    now: Date.UTC(2026, 2, 15),
    more: (command) => (command === 'world' ? smaller : []),
  })
}

type Running = {
  readonly cwd: string
  readonly now: number
  readonly env?: Readonly<Record<string, string>>
  /** What a command is given besides. */
  readonly more?: (command: string) => readonly string[]
}

/** Runs every `npx telltale` line of a page in turn, in a folder that has the files it speaks of. */
export async function runPage(page: string, { cwd, now, env = {}, more = () => [] }: Running): Promise<Said> {
  const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map((match) => match[1] ?? '')
  const lines = blocks.flatMap((block) => block.split('\n')).filter((line) => line.startsWith('npx telltale '))
  const said: [string, Ran][] = []
  for (const line of lines) {
    const argv = wordsOf(line).slice(2)
    const ran = await runCommand([...argv, ...more(argv[0] ?? '')], { cwd, now, env })
    said.push([argv.join(' '), ran])
  }
  return said
}

/** As a shell takes a line apart, without its comment: words, and what stands in double quotes. */
function wordsOf(line: string): string[] {
  const [command = ''] = line.split(/ +# /)
  return [...command.matchAll(/"([^"]*)"|\S+/g)].map((match) => match[1] ?? match[0])
}

/** The exit codes, by command. */
export function codesOf(said: Said): [string, number][] {
  return said.map(([line, { code }]) => [line.split(' ')[0] ?? '', code])
}
