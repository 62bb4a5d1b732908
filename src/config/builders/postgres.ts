import {
  POSTGRES_TARGETS,
  type PostgresSource,
  type PostgresTargets,
  TARGET_COLUMNS,
  TARGET_OPTIONS,
  type TargetName,
} from '../sources.ts'
import { badOptions, type Misuse, type Misused, withMisuse } from './misuse.ts'

export type PostgresOptions = PostgresTargets & {
  /** Name of the environment variable with the connection string; default `TELLTALE_POSTGRES_URL`. The address itself has no place in a configuration. */
  readonly url?: string
  /** How often a server reads it, in minutes; default 60. null: only when told to. */
  readonly everyMinutes?: number | null
}

/** A database of the product, being defined. */
export class PostgresBuilder {
  readonly draft: PostgresSource & Misused
  constructor(draft: PostgresSource, misuse: readonly Misuse[] = []) {
    this.draft = { ...draft, ...withMisuse(misuse) }
  }
}

/**
 * The application's PostgreSQL: a query for each target, and which of its columns is what. Read in a read-only transaction, compared with what was read before, and
 * only what is new or changed goes into the log: `postgres({ accounts: { sql: 'select * from accounts', account: 'id' } })`.
 */
export function postgres(options: PostgresOptions): PostgresBuilder {
  const { url = 'TELLTALE_POSTGRES_URL', everyMinutes = 60 } = options
  const targets = Object.fromEntries(
    POSTGRES_TARGETS.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  ) as PostgresTargets
  const misuse = [
    ...badOptions('postgres', options, [...POSTGRES_TARGETS, 'url', 'everyMinutes']),
    ...POSTGRES_TARGETS.flatMap((name) => badTarget(name, targets[name])),
  ]
  return new PostgresBuilder({ url, everyMinutes, targets }, misuse)
}

function badTarget(name: TargetName, target: unknown): readonly Misuse[] {
  if (target === undefined) return []
  const { needed, free } = TARGET_COLUMNS[name]
  return badOptions(`postgres.${name}`, target, ['sql', ...needed, ...free, ...TARGET_OPTIONS[name]])
}
