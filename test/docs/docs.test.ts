import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadEveryCommand } from '../../src/cli/commands/index.ts'
import { ROOT } from '../architecture/read-sources.ts'
import { anchorsOf, type Block, readBlocks, readLinks, readPages } from './read-pages.ts'

const PAGES = readPages()
const BLOCKS = PAGES.flatMap(readBlocks)

const COMMANDS = await loadEveryCommand()

describe('the documents', () => {
  it('link to files and headings that exist', () => {
    const broken = PAGES.flatMap((page) =>
      readLinks(page)
        .filter((link) => !/^(https?|mailto):/.test(link))
        .filter((link) => !leadsSomewhere(page.path, link))
        .map((link) => `${page.path}: ${link}`),
    )
    expect(broken).toEqual([])
  })

  it('show TypeScript that compiles; what does not is told with its place', async () => {
    const examples = BLOCKS.filter(({ language }) => language === 'ts')
    expect(examples.length).toBeGreaterThan(0)
    const wrong = { path: 'wrong.md', line: 7, language: 'ts', code: "const n: number = 'one'\n" }
    expect(await compile([...examples, wrong])).toMatch(/^wrong\.md-7\.ts\(1,7\): error TS2322.*$/)
  }, 60_000)

  it('call telltale with commands and options that exist', () => {
    const lines = BLOCKS.filter(({ language }) => language === 'sh').flatMap(telltaleLines)
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.flatMap(({ where, words }) => refuseLine(COMMANDS, where, words))).toEqual([])
  })
})

describe('the checks of the documents', () => {
  it('see a link that leads nowhere and a command that does not exist', () => {
    expect(leadsSomewhere('docs/a.md', '../src/none.ts')).toBe(false)
    expect(leadsSomewhere('README.md', 'CONTRIBUTING.md#no-such-heading')).toBe(false)
    const spec = { usage: 'keys create', options: [{ flags: '--scope <scope>' }] }
    expect(refuseLine([spec], 'README.md:1', ['keys', 'make'])).toEqual(['README.md:1: no command "keys make"'])
    expect(refuseLine([spec], 'README.md:1', ['keys', 'create', '--scop', 'read'])).toEqual([
      'README.md:1: "keys create" has no --scop',
    ])
    expect(refuseLine([spec], 'README.md:1', ['keys', 'create', '--scope', 'read'])).toEqual([])
  })
})

function leadsSomewhere(from: string, link: string): boolean {
  const [file = '', anchor] = link.split('#')
  const path = file === '' ? from : posix.normalize(posix.join(posix.dirname(from), file))
  if (!existsSync(join(ROOT, path))) return false
  const page = PAGES.find((candidate) => candidate.path === path)
  return anchor === undefined || page === undefined || anchorsOf(page).has(anchor)
}

/** Compiles the blocks as one project that resolves `telltale` to the sources; resolves with what tsc had to say of them. */
async function compile(blocks: readonly Block[]): Promise<string> {
  mkdirSync(join(ROOT, '.cache'), { recursive: true })
  const folder = mkdtempSync(join(ROOT, '.cache', 'docs-'))
  try {
    for (const { path, line, code } of blocks) {
      writeFileSync(join(folder, `${path.replaceAll('/', '-')}-${line}.ts`), code)
    }
    const options = { noUnusedLocals: false, noEmit: true, rootDir: ROOT, paths: { telltale: ['../../src/index.ts'] } }
    const project = { extends: '../../tsconfig.json', compilerOptions: options, include: ['*.ts'], exclude: [] }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project))
    const output = await runTsc(folder)
    const ours = new Set(readdirSync(folder))
    return output
      .split('\n')
      .map((line) => line.replace(/^.*?([^/\\]+\.ts\(\d+,\d+\))/, '$1'))
      .filter((line) => ours.has(line.split('(')[0] ?? ''))
      .join('\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function runTsc(folder: string): Promise<string> {
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  return new Promise((resolve) => {
    execFile(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], (_, stdout, stderr) =>
      resolve(stdout + stderr),
    )
  })
}

/** Each line of a block that calls telltale, as words after it; a backslash at the end continues a line. */
function telltaleLines({ path, line, code }: Block): readonly { where: string; words: readonly string[] }[] {
  return code
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .flatMap((text, at) => {
      const match = /(?:^|\| )(?:[A-Z_]+=\S+ )*npx telltale +([^#|>]*)/.exec(text)
      return match === null ? [] : [{ where: `${path}:${line + at}`, words: (match[1] ?? '').trim().split(/\s+/) }]
    })
}

type Spec = { readonly usage: string; readonly options: readonly { readonly flags: string }[] }
const COMMON = ['--data', '--config', '--now', '--json', '--help']

function refuseLine(specs: readonly Spec[], where: string, words: readonly string[]): readonly string[] {
  const nameOf = ({ usage }: Spec) => usage.split(' ').filter((word) => /^\w/.test(word))
  const spec = specs.find((candidate) => nameOf(candidate).every((word, at) => words[at] === word))
  if (spec === undefined) {
    return [`${where}: no command "${words.filter((word) => !word.startsWith('-')).join(' ')}"`]
  }
  const known = [...COMMON, ...spec.options.flatMap(({ flags }) => flags.match(/--[\w-]+/g) ?? [])]
  return words
    .filter((word) => word.startsWith('--'))
    .map((word) => word.split('=')[0] ?? word)
    .filter((word) => !known.includes(word))
    .map((word) => `${where}: "${nameOf(spec).join(' ')}" has no ${word}`)
}
