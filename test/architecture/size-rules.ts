import { LONG_FILES, LONG_FUNCTIONS, MANY_PARAMETERS } from './exceptions.ts'
import { findFunctions } from './find-functions.ts'
import { isProductSource, isTest, type SourceFile } from './read-sources.ts'
import type { Rule } from './rule.ts'

const FILE_LINES = 300
const FUNCTION_LINES = 60
const FOLDER_FILES = 60
const PARAMETERS = 3
/** Inner loops over columns pass one more than an interface should. */
const INNER_PARAMETERS = 4
const lines = (n: number) => 'x()\n'.repeat(n)

export const SIZE_RULES: readonly Rule[] = [
  {
    name: `no folder holds more than ${FOLDER_FILES} files of the product`,
    mend: 'give what belongs together a folder of its own, named after what it does',
    find: (files) => {
      const counts = new Map<string, number>()
      for (const { path } of files.filter((file) => isMeasured(file) && !isTest(file.path))) {
        const folder = path.slice(0, path.lastIndexOf('/'))
        counts.set(folder, (counts.get(folder) ?? 0) + 1)
      }
      return [...counts].filter(([, n]) => n > FOLDER_FILES).map(([folder, n]) => `${folder}: ${n} files`)
    },
    planted: {
      files: Object.fromEntries(Array.from({ length: 61 }, (_, i) => [`src/run/a${i}.ts`, ''])),
      found: ['src/run: 61 files'],
    },
    allowed: Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`src/run/a${i}.ts`, ''])),
  },
  {
    name: `no file is longer than ${FILE_LINES} lines`,
    mend: 'split it along what changes for different reasons',
    find: (files) =>
      files
        .filter((file) => isMeasured(file) && !(file.path in LONG_FILES))
        .map(({ path, text }) => ({ path, count: text.trimEnd().split('\n').length }))
        .filter(({ count }) => count > FILE_LINES)
        .map(({ path, count }) => `${path}: ${count} lines`),
    planted: { files: { 'src/run/tick.ts': lines(301) }, found: ['src/run/tick.ts: 301 lines'] },
    allowed: { 'src/run/tick.ts': lines(300) },
  },
  {
    name: `no function is longer than ${FUNCTION_LINES} lines`,
    mend: 'name its parts and call them',
    find: (files) =>
      files.filter(isMeasured).flatMap(({ path, code }) =>
        findFunctions(code)
          .filter(({ from, to, name }) => to - from + 1 > FUNCTION_LINES && !(`${path} ${name}` in LONG_FUNCTIONS))
          .map(({ from, to, name }) => `${path}:${from}: ${name} has ${to - from + 1} lines`),
      ),
    planted: {
      files: {
        'src/run/a.ts': `export async function* tick(a: { b: 1 }): AsyncGenerator<{ c: 1 }> {\n${lines(59)}}\n`,
        'src/run/b.ts': `const open = (a: string): { b: 1 } => {\n${lines(59)}}\n`,
        'src/run/c.ts': `class A {\n  read(at: number): { b: 1 }[] {\n${lines(59)}  }\n}\n`,
      },
      found: [
        'src/run/a.ts:1: tick has 61 lines',
        'src/run/b.ts:1: open has 61 lines',
        'src/run/c.ts:2: read has 61 lines',
      ],
    },
    allowed: {
      'src/run/a.ts': `function tick(): void {\n${lines(58)}}\nfunction tock() {\n${lines(58)}}\n`,
      'src/run/b.ts': `const text = \`{ \${a} function x() {\`\nconst brace = /[{]/\nif (a) {\n${lines(70)}}\n`,
      'dashboard/src/c.tsx': `function C() {\n  return <p title={a}>{b ? <b>{c}</b> : <D {...e} />}</p>\n}\n${lines(70)}`,
    },
  },
  {
    name: `no exported function takes more than ${PARAMETERS} positional parameters, no other more than ${INNER_PARAMETERS}`,
    mend: 'take one object with named fields',
    find: (files) =>
      files.filter(isMeasured).flatMap(({ path, code }) =>
        findFunctions(code)
          .filter(({ parameters, exported }) => parameters > (exported ? PARAMETERS : INNER_PARAMETERS))
          .filter(({ name }) => !(`${path} ${name}` in MANY_PARAMETERS))
          .map(({ from, name, parameters }) => `${path}:${from}: ${name} takes ${parameters}`),
      ),
    planted: {
      files: {
        'src/run/a.ts': 'export async function tick(a: Map<string, number>, b: [1, 2], c = { d: 1 }, d?: string) {}',
        'src/run/b.ts': '\nfunction tock(a: 1, b: 2, c: 3, d: 4, e: 5) {}',
      },
      found: ['src/run/a.ts:1: tick takes 4', 'src/run/b.ts:2: tock takes 5'],
    },
    allowed: {
      'src/run/a.ts':
        'export function tick(\n  a: Map<string, number>,\n  b: (x: 1, y: 2) => void,\n  { c, d }: D,\n) {}\nfunction tock(a: 1, b: 2, c: 3, d: 4) {}',
      'src/run/b.ts': 'export function tick(a: 1, b: 2, c: 3, ...rest: readonly never[]) {}',
    },
  },
]

function isMeasured(file: SourceFile): boolean {
  if (isProductSource(file)) return file.path.endsWith('.ts')
  return /^(dashboard\/src|scripts)\/.*\.(ts|tsx|mjs)$/.test(file.path) && !isTest(file.path)
}
