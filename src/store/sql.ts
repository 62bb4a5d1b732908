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
  return { parts: dedent(parts), holes: holes.map(toHole) }
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

/** The text a driver takes; nested pieces stand as far in as the place they fill. */
export function renderSql(statement: Sql): RenderedSql {
  const values: SqlValue[] = []
  return { text: print(statement, values, ''), values }
}

function print({ parts, holes }: Sql, values: SqlValue[], indent: string): string {
  let text = ''
  parts.forEach((part, i) => {
    text += part.replaceAll('\n', `\n${indent}`)
    const hole = holes[i]
    if (hole !== undefined) text += printHole(hole, values, indentOfLastLine(text, indent))
  })
  return text
}

function printHole(hole: Hole, values: SqlValue[], indent: string): string {
  if (hole.kind === 'text') return hole.text
  if (hole.kind === 'sql') return print(hole.sql, values, indent)
  values.push(hole.value)
  return `$${values.length}`
}

function indentOfLastLine(text: string, indent: string): string {
  const start = text.lastIndexOf('\n') + 1
  if (start === 0) return indent
  return /^ */.exec(text.slice(start))![0]
}

function toHole(hole: Interpolation): Hole {
  if (hole === null || typeof hole !== 'object') return { kind: 'value', value: hole }
  if ('identifier' in hole) return { kind: 'text', text: `"${hole.identifier.replaceAll('"', '""')}"` }
  return { kind: 'sql', sql: hole }
}

/** Takes the common indentation off the template's own text; what fills the holes is never touched. */
function dedent(parts: readonly string[]): readonly string[] {
  const cut = Math.min(...parts.flatMap((part, i) => indentsIn(part, i < parts.length - 1)))
  const lineStart = new RegExp(`\\n {0,${Number.isFinite(cut) ? cut : 0}}`, 'g')
  const flush = parts.map((part) => part.replaceAll(lineStart, '\n'))
  const last = flush.length - 1
  return flush
    .map((part, i) => (i === 0 ? part.replace(/^\n/, '') : part))
    .map((part, i) => (i === last ? part.trimEnd() : part))
}

/** How far in the lines begin that start in this part; a blank line says nothing unless a hole stands on it. */
function indentsIn(part: string, holeFollows: boolean): readonly number[] {
  const lines = part.split('\n').slice(1)
  return lines
    .filter((line, i) => line.trim() !== '' || (holeFollows && i === lines.length - 1))
    .map((line) => line.length - line.trimStart().length)
}
