import { findCycles } from './find-cycles.ts'
import { refuseImport } from './floors.ts'
import { type Import, isProductSource, isTest, type SourceFile } from './read-sources.ts'
import type { Rule } from './rule.ts'

const DRIVERS = /^(@duckdb\/|duckdb|libsql|@libsql\/|kysely|@clickhouse\/|chdb|pg$|pg\/|better-sqlite3|node:sqlite)/
const ENGINES = /duckdb|libsql|kysely|clickhouse|chdb|\bpg\b/i
const HEAVY = /^(fastify|@fastify\/|stripe|nodemailer|zod|jiti|liquidjs|csv-parse|prom-client|@clack\/)/
const STARTS_LIGHT = new Set(['src/cli/main.ts', 'src/cli/connect.ts', 'src/cli/ask-server.ts'])
const MAY_NAME_ENGINES = /^src\/(store|http|cli|mcp)\/|^src\/open-telltale\.ts$/

export const IMPORT_RULES: readonly Rule[] = [
  {
    name: 'imports go down the floors',
    mend: 'move what is shared to a lower floor, or pass it in from the composition root (floors.ts has the table)',
    find: (files) =>
      files.filter(isProductSource).flatMap(({ path, imports }) =>
        imports.flatMap(({ target }) => {
          const reason = target?.startsWith('src/') ? refuseImport(path, target) : null
          return reason === null ? [] : [`${path}: ${reason}, ${target}`]
        }),
      ),
    planted: {
      files: {
        'src/store/a.ts': "import { fold } from '../fold/fold.ts'\nimport type { X } from '../http/x.ts'",
        'src/proof/b.ts': "const { tick } = await import('../run/tick.ts')",
        'src/fold/c.ts': "import { judge } from '../judge/judge.ts'",
      },
      found: [
        'src/store/a.ts: store (floor 2) imports up from fold (floor 3), src/fold/fold.ts',
        'src/store/a.ts: store (floor 2) imports up from http (floor 5), src/http/x.ts',
        'src/proof/b.ts: proof (floor 3) imports up from run (floor 4), src/run/tick.ts',
        'src/fold/c.ts: fold (floor 3) imports beside from judge (floor 3), src/judge/judge.ts',
      ],
    },
    allowed: {
      'src/judge/a.ts': "import { fold } from '../fold/fold.ts'\nimport { day } from '../core/time.ts'",
      'src/run/b.ts': "import { normalise } from '../ingest/normalise.ts'",
      'src/core/c.ts': "// import { x } from '../http/x.ts'\nimport { y } from './y.ts'",
    },
  },
  {
    name: 'there are no import cycles, types included',
    mend: 'move what both need into a third file',
    find: (files) => {
      const edges = new Map(files.filter(isCode).map((file) => [file.path, targetsOf(file)]))
      return findCycles(edges).map((group) => `${group.join(' ↔ ')} import each other`)
    },
    planted: {
      files: {
        'src/fold/a.ts': "import type { B } from './b.ts'",
        'src/fold/b.ts': "import { c } from './c.ts'",
        'src/fold/c.ts': "import { a } from './a.ts'",
      },
      found: ['src/fold/a.ts ↔ src/fold/b.ts ↔ src/fold/c.ts import each other'],
    },
    allowed: {
      'src/fold/a.ts': "import { b } from './b.ts'\nimport { c } from './c.ts'",
      'src/fold/b.ts': "import { c } from './c.ts'",
      'src/fold/c.ts': 'export const c = 1',
    },
  },
  {
    name: "drivers of engines are imported under src/store only, engines' names used there and in composition roots",
    mend: 'speak to the store through its types; a fact about an engine belongs under src/store/',
    find: (files) =>
      files
        .filter(isProductSource)
        .flatMap((file) => [
          ...file.imports
            .filter(({ specifier }) => DRIVERS.test(specifier) && !file.path.startsWith('src/store/'))
            .map(({ specifier }) => `${file.path}: imports the driver ${specifier}`),
          ...(MAY_NAME_ENGINES.test(file.path) ? [] : linesWith(file.withoutComments, ENGINES)).map(
            (line) => `${file.path}:${line}: names an engine`,
          ),
        ]),
    planted: {
      files: {
        'src/http/a.ts': "import { DuckDBInstance } from '@duckdb/node-api'",
        'src/judge/b.ts': "\nconst engine = 'clickhouse'",
      },
      found: ['src/http/a.ts: imports the driver @duckdb/node-api', 'src/judge/b.ts:2: names an engine'],
    },
    allowed: {
      'src/store/analytic/duckdb/a.ts': "import { DuckDBInstance } from '@duckdb/node-api'",
      'src/cli/b.ts': "const engine = 'duckdb'",
      'src/fold/c.ts': '// DuckDB orders what this reads.\nexport const page = 1',
    },
  },
  {
    name: 'a command that asks a server starts without the engine, the web server and the clients of sources',
    mend: 'load it by import() where it is used: each of them takes longer to load than most commands run',
    find: (files) => {
      const starts = files.filter(({ path }) => STARTS_LIGHT.has(path))
      const reached = reachedFrom(files, starts, ({ atOnce }) => atOnce)
      return files
        .filter(({ path }) => reached.has(path))
        .flatMap(({ path, imports }) =>
          imports
            .filter(({ specifier, atOnce }) => atOnce && (DRIVERS.test(specifier) || HEAVY.test(specifier)))
            .map(({ specifier }) => `${path}: loads ${specifier}`),
        )
    },
    planted: {
      files: {
        'src/cli/connect.ts': "import { openLocalApi } from './open-local-api.ts'",
        'src/cli/open-local-api.ts': "import Fastify from 'fastify'",
        'src/cli/main.ts': "import Database from 'libsql'",
      },
      found: ['src/cli/open-local-api.ts: loads fastify', 'src/cli/main.ts: loads libsql'],
    },
    allowed: {
      'src/cli/connect.ts':
        "const { openLocalApi } = await import('./open-local-api.ts')\nimport type { X } from './x.ts'",
      'src/cli/open-local-api.ts': "import Fastify from 'fastify'",
      'src/cli/x.ts': "import Stripe from 'stripe'",
    },
  },
  {
    name: 'only src/index.ts re-exports',
    mend: 'import from the file that declares it',
    find: (files) =>
      files
        .filter((file) => isProductSource(file) && file.path !== 'src/index.ts')
        .filter(({ imports }) => imports.some(({ reExport }) => reExport))
        .map(({ path }) => `${path}: re-exports`),
    planted: {
      files: {
        'src/fold/index.ts': "export { fold } from './fold.ts'",
        'src/fold/b.ts': "export type * from './a.ts'",
      },
      found: ['src/fold/index.ts: re-exports', 'src/fold/b.ts: re-exports'],
    },
    allowed: { 'src/index.ts': "export { defineConfig } from './config/define-config.ts'" },
  },
  {
    name: 'each source file of fold/, judge/ and config/ is reached by a test of that folder',
    mend: 'test it beside it (name.test.ts), or through what it serves, in a test of src/<folder>/ or test/<folder>/',
    find: (files) => {
      const declares = /\bexport\s+(async\s+)?(function|const|class|let)\b/
      return ['config', 'fold', 'judge'].flatMap((folder) => {
        const tests = files.filter(({ path }) => isTest(path) && new RegExp(`^(src|test)/${folder}/`).test(path))
        const reached = reachedFrom(files, tests)
        return files
          .filter((file) => isProductSource(file) && file.path.startsWith(`src/${folder}/`) && declares.test(file.code))
          .filter(({ path }) => !reached.has(path))
          .map(({ path }) => `${path}: no test of ${folder} reaches it`)
      })
    },
    planted: {
      files: {
        'src/judge/judge-signal.ts': 'export function judgeSignal(): void {}',
        'src/run/run.test.ts': "import { judgeSignal } from '../judge/judge-signal.ts'",
      },
      found: ['src/judge/judge-signal.ts: no test of judge reaches it'],
    },
    allowed: {
      'src/judge/judge-signal.ts': "import { step } from './step.ts'\nexport function judgeSignal(): void {}",
      'src/judge/step.ts': 'export const step = 1',
      'src/judge/judge-signal.test.ts': "import { judgeSignal } from './judge-signal.ts'",
      'src/judge/state.ts': 'export type State = 1',
    },
  },
]

/** What some files import, directly or through others, by the imports that count. */
function reachedFrom(
  files: readonly SourceFile[],
  from: readonly SourceFile[],
  counts: (one: Import) => boolean = () => true,
): ReadonlySet<string> {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const reached = new Set(from.map(({ path }) => path))
  for (const path of reached) {
    const file = byPath.get(path)
    const { imports = [] } = file ?? {}
    for (const one of imports) if (one.target !== null && counts(one)) reached.add(one.target)
  }
  return reached
}

function isCode({ path }: SourceFile): boolean {
  return /\.(ts|tsx|mjs|cjs)$/.test(path)
}

function targetsOf({ imports }: SourceFile): readonly string[] {
  return imports.flatMap(({ target }) => (target === null ? [] : [target]))
}

function linesWith(text: string, pattern: RegExp): readonly number[] {
  return text.split('\n').flatMap((line, at) => (pattern.test(line) ? [at + 1] : []))
}
