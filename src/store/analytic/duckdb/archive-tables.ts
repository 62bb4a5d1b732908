import { id, joinSql, type Sql, sql } from '../../sql.ts'
import { flagsApplied } from '../counting-sql.ts'

/** A column of an archived table; with `key`, it holds ids of that dictionary, and the archive holds the keys (null: none). */
export type ArchivedColumn = {
  readonly name: string
  /** Its type, where files of an earlier version lack it; those rows have none. */
  readonly added?: Sql
  readonly key?: 'account' | 'actor' | 'fact' | 'source' | 'log'
}
export type ArchivedTable = { readonly table: string; readonly columns: readonly ArchivedColumn[] }

const plain = (...names: string[]): ArchivedColumn[] => names.map((name) => ({ name }))
const PLACE: readonly ArchivedColumn[] = [
  ...plain('seq'),
  { name: 'log', key: 'log' },
  ...plain('n', 'known_day', 'known_at'),
]
const ACCOUNT: ArchivedColumn = { name: 'account', key: 'account' }
const PERSON: ArchivedColumn = { name: 'person', key: 'actor' }

/** What is sealed: all that cannot be computed again. Archives hold keys, not ids, so they are readable by themselves. */
export const ARCHIVED_TABLES: readonly ArchivedTable[] = [
  {
    table: 'event',
    columns: [
      ...PLACE,
      ...plain('ts', 'ts_raw', 'day'),
      { name: 'fact', key: 'fact' },
      { name: 'account_applied', key: 'account' },
      ...plain('no_account'),
      { name: 'actor', key: 'actor' },
      { name: 'anonymous', key: 'actor' },
      { name: 'source', key: 'source' },
      ...plain('flags', 'warnings', 'message_hash', 'message_id', 'session', 'properties'),
    ],
  },
  { table: 'link', columns: [...PLACE, { name: 'actor', key: 'actor' }, PERSON] },
  { table: 'membership', columns: [...PLACE, ACCOUNT, PERSON, ...plain('from_ts', 'to_ts', 'role')] },
  { table: 'trait', columns: [...PLACE, ACCOUNT, PERSON, ...plain('key', 'value', 'from_ts')] },
  {
    table: 'subscription',
    columns: [
      ...PLACE,
      ACCOUNT,
      ...plain('subscription_id', 'plan', 'mrr_minor', 'currency', 'from_ts', 'to_ts', 'cancel_decided_at'),
      { name: 'status', added: sql`VARCHAR` },
      { name: 'terms_minor', added: sql`BIGINT` },
    ],
  },
  {
    table: 'move',
    columns: [
      ...PLACE,
      { name: 'actor', key: 'actor' },
      { name: 'from_account', key: 'account' },
      { name: 'to_account', key: 'account' },
      ...plain('from_ts', 'to_ts', 'keyless_only'),
    ],
  },
  { table: 'quarantine', columns: [...PLACE, ...plain('source', 'reason', 'detail', 'raw')] },
  { table: 'control', columns: [...PLACE, ...plain('record')] },
]

/** The rows of a table with keys in place of ids. */
export function exportSql({ table, columns }: ArchivedTable, where: Sql): Sql {
  const selected = columns.map(({ name, key }) => {
    // Events are sealed as they were first applied: moves that are obeyed again change them.
    if (name === 'flags') return sql`${flagsApplied(sql`stored.flags`)} AS flags`
    return key === undefined ? sql`stored.${id(name)}` : sql`${id(`${name}_key`)}.key AS ${id(name)}`
  })
  const joins = columns.flatMap(({ name, key }) =>
    key === undefined
      ? []
      : [sql`LEFT JOIN ${id(`${key}_key`)} ${id(`${name}_key`)} ON ${id(`${name}_key`)}.id = stored.${id(name)}`],
  )
  return sql`
    SELECT
      ${joinSql(selected, ',\n')}
    FROM ${id(table)} stored
    ${joinSql(joins, '\n')}
    WHERE ${where}
  `
}

/** The way back: archived rows into their table, ids in place of keys. Events begin where they were first applied. */
export function importSql({ table, columns }: ArchivedTable, files: Sql): Sql {
  const extra = table === 'event' ? [sql`account`, sql`account_day`] : []
  const names = [...columns.map(({ name }) => sql`${id(name)}`), ...extra]
  const value = ({ name, key }: ArchivedColumn) =>
    key === undefined ? sql`sealed.${id(name)}` : sql`coalesce(${id(`${name}_key`)}.id, 0)`
  const values = columns.map(value)
  if (table === 'event') values.push(value({ name: 'account_applied', key: 'account' }), sql`sealed.known_day`)
  const joins = columns.flatMap(({ name, key }) =>
    key === undefined
      ? []
      : [sql`LEFT JOIN ${id(`${key}_key`)} ${id(`${name}_key`)} ON ${id(`${name}_key`)}.key = sealed.${id(name)}`],
  )
  return sql`
    -- archived rows of one table, ids in place of keys
    INSERT INTO ${id(table)} (
      ${joinSql(names, ',\n')}
    )
    SELECT
      ${joinSql(values, ',\n')}
    FROM ${sealedSql(columns, files)} sealed
    ${joinSql(joins, '\n')}
  `
}

function sealedSql(columns: readonly ArchivedColumn[], files: Sql): Sql {
  const added = columns.flatMap(({ name, added: type }) =>
    type === undefined ? [] : [sql`NULL::${type} AS ${id(name)}`],
  )
  if (added.length === 0) return sql`read_parquet(${files})`
  return sql`(
      SELECT ${joinSql(added)} WHERE false
      UNION ALL BY NAME
      SELECT * FROM read_parquet(${files}, union_by_name = true)
    )`
}

/** All keys of one dictionary in the archives, with the place of their first appearance. */
export function archivedKeysSql(
  key: NonNullable<ArchivedColumn['key']>,
  filesOf: (table: string) => Sql | null,
): Sql | null {
  const sources = ARCHIVED_TABLES.flatMap(({ table, columns }) => {
    const files = filesOf(table)
    if (files === null) return []
    return columns
      .filter((column) => column.key === key)
      .map(({ name }) => sql`SELECT ${id(name)} AS key, seq FROM read_parquet(${files})`)
  })
  return sources.length === 0 ? null : joinSql(sources, '\nUNION ALL\n')
}
