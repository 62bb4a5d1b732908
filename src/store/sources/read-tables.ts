import type pg from 'pg'

/** A table of a database, as its catalogue has it. */
export type SourceTable = {
  readonly schema: string
  readonly name: string
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** Columns of the primary key. */
  readonly key: readonly string[]
  /** Columns that name a row of another table, each with that table. */
  readonly references: readonly { readonly column: string; readonly schema: string; readonly table: string }[]
  /** As the database estimates it; 0: it was never counted. */
  readonly rows: number
}

const TABLES = `
  SELECT
    n.nspname AS schema,
    c.relname AS name,
    greatest(c.reltuples, 0)::bigint::text AS rows,
    (
      SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, NULL)) ORDER BY a.attnum)
      FROM pg_attribute a
      WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    )::text AS columns,
    (
      SELECT json_agg(a.attname ORDER BY a.attnum)
      FROM pg_constraint k
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey)
      WHERE k.conrelid = c.oid AND k.contype = 'p'
    )::text AS key,
    (
      SELECT json_agg(json_build_object('column', a.attname, 'schema', rn.nspname, 'table', r.relname) ORDER BY a.attnum)
      FROM pg_constraint k
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
      JOIN pg_class r ON r.oid = k.confrelid
      JOIN pg_namespace rn ON rn.oid = r.relnamespace
      WHERE k.conrelid = c.oid AND k.contype = 'f' AND array_length(k.conkey, 1) = 1
    )::text AS refs
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
    AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
    AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
  ORDER BY n.nspname = 'public' DESC, n.nspname, c.relname
  LIMIT 2000
`

type Row = Readonly<Record<'schema' | 'name' | 'rows', string>> &
  Readonly<Record<'columns' | 'key' | 'refs', string | null>>

/** Tables and views, those of `public` first. */
export async function readTables(client: pg.Client): Promise<readonly SourceTable[]> {
  const { rows } = await client.query<Row>(TABLES)
  const list = <T>(text: string | null): readonly T[] => (text === null ? [] : (JSON.parse(text) as readonly T[]))
  return rows.map(({ schema, name, rows: count, columns, key, refs }) => ({
    ...{ schema, name, rows: Number(count) },
    ...{ columns: list(columns), key: list(key), references: list(refs) },
  }))
}
