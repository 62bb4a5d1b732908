import { badNumber } from './bad-number.ts'
import type { ConfigDraft } from './draft.ts'
import type { Problem } from './problem.ts'
import { errorAt } from './problem-at.ts'
import {
  POSTGRES_TARGETS,
  type PostgresSource,
  type PostgresTargets,
  TARGET_COLUMNS,
  type TargetName,
} from './sources.ts'

/** Rule: what is read from elsewhere says how, and its address is not written down. */
export function checkSources({ sources: { postgres } }: ConfigDraft): readonly Problem[] {
  return postgres === null ? [] : checkPostgres('sources.postgres', postgres)
}

function checkPostgres(path: string, { url, everyMinutes, targets }: PostgresSource): readonly Problem[] {
  return [
    ...checkVariable(`${path}.url`, url),
    ...badNumber(`${path}.everyMinutes`, everyMinutes ?? undefined, { from: 1, to: 10_080, whole: true }),
    ...(Object.keys(targets).length === 0 ? [nothing(path)] : []),
    ...POSTGRES_TARGETS.flatMap((name) => checkTarget(`${path}.${name}`, name, targets[name])),
  ]
}

/** A connection string carries a password, and a configuration is in git. */
function checkVariable(path: string, name: string): readonly Problem[] {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return []
  return [
    errorAt(path, {
      code: 'wrong_argument',
      message: `${path} is no name of an environment variable.`,
      mend: "Put the connection string into the environment and write the variable's name, such as 'APP_DATABASE_URL'.",
    }),
  ]
}

function nothing(path: string): Problem {
  const message = `${path} reads nothing.`
  return errorAt(path, { code: 'nothing_to_read', message, mend: `Say what: ${POSTGRES_TARGETS.join(', ')}.` })
}

function checkTarget(path: string, name: TargetName, target: PostgresTargets[TargetName]): readonly Problem[] {
  if (target === undefined) return []
  const { needed, free } = TARGET_COLUMNS[name]
  const named = target as unknown as Readonly<Record<string, string | undefined>>
  const empty = [...needed, ...free].filter((part) => (named[part] ?? 'unnamed').trim() === '' || named[part] === '=')
  return empty.map((part) =>
    errorAt(path, {
      code: 'empty_name',
      message: `${path}.${part} names no column.`,
      mend: 'Write the name of a column of the query, or =TEXT for what is the same in every row.',
    }),
  )
}
