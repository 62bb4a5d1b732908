import fc from 'fast-check'
import { expect, test } from 'vitest'
import { id, joinSql, listOf, pathLiteral, renderSql, sql } from './sql.ts'

test('values are bound, in order, through nested pieces', () => {
  const inner = sql`day BETWEEN ${1} AND ${2}`
  const { text, values } = renderSql(
    sql`SELECT ${id('n')} FROM fact WHERE ${inner} AND name IN (${listOf(['a', 'b'])})`,
  )
  expect(text).toBe('SELECT "n" FROM fact WHERE day BETWEEN $1 AND $2 AND name IN ($3, $4)')
  expect(values).toEqual([1, 2, 'a', 'b'])
})

test('the template’s own indentation goes away, its lines stay', () => {
  const { text } = renderSql(sql`
      -- what it does
      SELECT 1
      FROM (
        ${sql`
          SELECT 2
        `}
      )
    `)
  expect(text).toBe('-- what it does\nSELECT 1\nFROM (\n  SELECT 2\n)')
})

test('the text is the same whatever the values; names and paths cannot end their quotes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (hostile) => {
      expect(renderSql(sql`SELECT ${hostile}`)).toEqual({ text: 'SELECT $1', values: [hostile] })
      const name = renderSql(sql`${id(hostile)}`).text
      expect(name.slice(1, -1).replaceAll('""', '')).not.toContain('"')
      const path = renderSql(sql`${pathLiteral(hostile)}`).text
      expect(path.slice(1, -1).replaceAll("''", '')).not.toContain("'")
    }),
  )
})

test('no pieces join to nothing', () => {
  expect(renderSql(joinSql([])).text).toBe('')
})
