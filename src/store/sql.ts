/** What can be bound: integers as INTEGER or BIGINT (so that range pruning works), other numbers as DOUBLE, lists as lists. */
export type SqlValue = string | number | bigint | boolean | null

/** A piece of SQL: text parts with bound values, names and other pieces between them. */
export type Sql = { readonly parts: readonly string[]; readonly holes: readonly Hole[] }
type Hole =
  | { readonly kind: 'value'; readonly value: SqlValue }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'sql'; readonly sql: Sql }

/** Text with $1 … $n and the values they stand for. */
export type RenderedSql = { readonly text: string; readonly values: readonly SqlValue[] }

type Interpolation = SqlValue | Sql | Identifier
export type Identifier = { readonly identifier: string }

/**
 * The one way SQL is written: values are bound, never printed; names go through `id`; pieces nest.
 * Start a statement with a `-- what it does` line: it stays in the text and is what one reads in a snapshot or a slow-query list.
 */
export function sql(parts: TemplateStringsArray, ...holes: readonly Interpolation[]): Sql {
  return { parts: [...parts], holes: holes.map(toHole) }
}

/** A table or column name, quoted. The only place where text that is no literal of the source becomes part of a statement's text. */
export function id(name: string): Identifier {
  return { identifier: name }
}

/** A path as a string literal, for the few places (COPY, ATTACH) where the engine takes no bound value. */
export function pathLiteral(path: string): Sql {
  return { parts: ['', ''], holes: [{ kind: 'text', text: `'${path.replaceAll("'", "''")}'` }] }
}

/** Pieces one after another, with `separator` between. */
export function joinSql(pieces: readonly Sql[], separator = ', '): Sql {
  if (pieces.length === 0) return { parts: [''], holes: [] }
  const between = pieces.slice(1).map(() => separator)
  return { parts: ['', ...between, ''], holes: pieces.map((piece) => ({ kind: 'sql', sql: piece })) }
}

/** Bound values, separated by commas: for `IN (…)`. */
export function listOf(values: Iterable<SqlValue>): Sql {
  return joinSql(Array.from(values, (value) => sql`${value}`))
}

/** The text a driver takes. The common indentation of the template is taken away. */
export function renderSql(statement: Sql): RenderedSql {
  const values: SqlValue[] = []
  const text = print(statement, values)
  return { text: dedent(text), values }
}

function print({ parts, holes }: Sql, values: SqlValue[]): string {
  return parts.map((part, i) => part + printHole(holes[i], values)).join('')
}

function printHole(hole: Hole | undefined, values: SqlValue[]): string {
  if (hole === undefined) return ''
  if (hole.kind === 'text') return hole.text
  if (hole.kind === 'sql') return dedent(print(hole.sql, values))
  values.push(hole.value)
  return `$${values.length}`
}

function toHole(hole: Interpolation): Hole {
  if (hole === null || typeof hole !== 'object') return { kind: 'value', value: hole }
  if ('identifier' in hole) return { kind: 'text', text: `"${hole.identifier.replaceAll('"', '""')}"` }
  return { kind: 'sql', sql: hole }
}

function dedent(text: string): string {
  const lines = text.replace(/^\n/, '').trimEnd().split('\n')
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length)
  const cut = Math.min(...indents)
  return Number.isFinite(cut) ? lines.map((line) => line.slice(cut)).join('\n') : ''
}
