import { SUBCLASSES } from './exceptions.ts'
import { isProductSource, lineAt, type SourceFile } from './read-sources.ts'
import type { Rule } from './rule.ts'

/** The command line, the servers, workers, and the library's door. */
const COMPOSITION_ROOT = /^src\/(http|cli|mcp)\/|\.worker\.ts$|^src\/open-telltale\.ts$/
const AMBIENT =
  /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bprocess\.env\b|\brandomUUID\b|\brandomBytes\b|\bTemporal\.Now\.(?!zonedDateTimeISO\(name\))/g
const SQL_TEXT =
  /^\s*(--[^\n]*\s*)*(select\s[\s\S]*\bfrom\b|insert\s+into\s|update\s+[\w"]+\s+set\s|delete\s+from\s|(create|alter|drop)\s+(table|index|view|schema|sequence)\b|with\s+[\w"]+\s+as\s*\()/i
const FORBIDDEN_NAME = /^(utils?|helpers?|commons?|managers?|services?|misc)$/
const STRAY_WORD = /\b(TODO|FIXME|XXX|HACK)\b|(?<![\w.])\/(work|farm|home\/\w+|root)\/[\w.]|\b[Ii]ssue #?\d+\b|\(#\d+\)/

export const TEXT_RULES: readonly Rule[] = [
  {
    name: 'clock, randomness and environment are read in composition roots and workers only',
    mend: 'take a Clock, a seeded generator or the value itself as a parameter',
    find: (files) =>
      files
        .filter((file) => isProductSource(file) && !COMPOSITION_ROOT.test(file.path))
        .flatMap(({ path, code }) =>
          [...code.matchAll(AMBIENT)].map((match) => `${path}:${lineAt(code, match.index)}: ${match[0]}`),
        ),
    planted: {
      files: {
        'src/fold/a.ts': 'const a = Date.now()\nconst b = new Date()',
        'src/run/b.ts': 'const id = crypto.randomUUID()\nconst r = Math.random()\nconst e = process.env.HOME',
      },
      found: [
        'src/fold/a.ts:1: Date.now',
        'src/fold/a.ts:2: new Date()',
        'src/run/b.ts:1: randomUUID',
        'src/run/b.ts:2: Math.random',
        'src/run/b.ts:3: process.env',
      ],
    },
    allowed: {
      'src/http/a.ts': 'const now = Date.now()',
      'src/ingest/b.worker.ts': 'const size = process.env.SIZE',
      'src/core/c.ts': "const at = new Date(0)\n// Date.now() would be wrong here\nconst text = 'Math.random'",
    },
  },
  {
    name: 'SQL is written under src/store and src/reports only',
    mend: 'give the store a function that answers the question, and call it',
    find: (files) =>
      files
        .filter((file) => isProductSource(file) && !/^src\/(store|reports)\//.test(file.path))
        .flatMap((file) => [
          ...[...file.code.matchAll(/\bsql`/g)].map(
            (match) => `${file.path}:${lineAt(file.code, match.index)}: sql tag`,
          ),
          ...literalsOf(file)
            .filter(({ text }) => SQL_TEXT.test(text))
            .map(({ line }) => `${file.path}:${line}: SQL text`),
        ]),
    planted: {
      files: {
        'src/run/a.ts': "const q = 'SELECT n\\nFROM event'\nconst p = sql`x`",
        'src/http/b.ts': 'const q = `\n  insert into event values (1)`',
      },
      found: ['src/run/a.ts:2: sql tag', 'src/run/a.ts:1: SQL text', 'src/http/b.ts:1: SQL text'],
    },
    allowed: {
      'src/store/a.ts': 'const q = sql`select 1 from event`',
      'src/cli/b.ts': "const help = 'Update the config, then select what to import from it'",
    },
  },
  {
    name: 'nothing is named utils, helpers, common, manager or service',
    mend: 'name the file after what it does',
    find: (files) =>
      files.filter(({ path }) => path.split(/[/.-]/).some((word) => FORBIDDEN_NAME.test(word))).map(({ path }) => path),
    planted: {
      files: { 'src/core/utils.ts': '', 'src/helpers/x.ts': '', 'src/run/tick-manager.ts': '' },
      found: ['src/core/utils.ts', 'src/helpers/x.ts', 'src/run/tick-manager.ts'],
    },
    allowed: { 'src/core/commonest-value.ts': '' },
  },
  {
    name: 'no unfinished marks, machine paths or numbers of issues',
    mend: 'finish it, or say in the text itself what matters',
    find: (files) =>
      files
        .filter(({ path }) => !path.startsWith('test/architecture/'))
        .flatMap(({ path, text }) =>
          text.split('\n').flatMap((line, at) => (STRAY_WORD.test(line) ? [`${path}:${at + 1}: ${line.trim()}`] : [])),
        ),
    planted: {
      files: { 'src/a.ts': '// TODO later', 'docs/b.md': 'see issue #12\n\nin /home/ann/x', 'README.md': 'fixed (#3)' },
      found: [
        'src/a.ts:1: // TODO later',
        'docs/b.md:1: see issue #12',
        'docs/b.md:3: in /home/ann/x',
        'README.md:1: fixed (#3)',
      ],
    },
    allowed: { 'src/a.ts': "const path = '/v1/import'\nconst todo = 'the todo list'" },
  },
  {
    name: 'no class extends another, but Error',
    mend: 'a closed union and a function over it; or a plain object that is passed in',
    find: (files) =>
      files
        .filter(isProductSource)
        .flatMap(({ path, code }) =>
          [...code.matchAll(/\bclass\s+(\w+)(?:<[^{]*?>)?\s+extends\s+(?!Error\b)(\w+)/g)]
            .filter((match) => !(`${path} ${match[1]}` in SUBCLASSES))
            .map((match) => `${path}:${lineAt(code, match.index)}: extends ${match[2]}`),
        ),
    planted: {
      files: { 'src/run/a.ts': 'class Base {}\nclass Tick extends Base {}' },
      found: ['src/run/a.ts:2: extends Base'],
    },
    allowed: { 'src/core/a.ts': 'class TelltaleError extends Error {}' },
  },
]

/** The literals of a file, joined over the holes of templates, with the line each begins on. */
function literalsOf({ text, code, literals }: SourceFile): readonly { text: string; line: number }[] {
  const found = []
  for (const match of code.matchAll(/(['"])[^'"\n]*\1|`[^`]*`/g)) {
    const end = match.index + match[0].length
    const inner = literals.slice(match.index + 1, end - 1).replaceAll('\\n', '\n')
    found.push({ text: inner, line: lineAt(text, match.index) })
  }
  return found
}
