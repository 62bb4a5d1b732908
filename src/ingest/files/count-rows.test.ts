import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openRowCounts } from './count-rows.ts'

const hashOf = (text: string) => createHash('sha256').update(text).digest()

it('counts rows that come again, also far apart, in memory and in a file, which is gone at the end', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'telltale-rows-')), 'rows')
  const counts = openRowCounts(path, 4)
  const rows = Array.from({ length: 20_000 }, (_, i) => `row ${i % 7 === 0 ? i % 700 : i}`)
  const model = new Map<string, number>()
  const expected = rows.map((row) => {
    const before = model.get(row) ?? 0
    model.set(row, before + 1)
    return before
  })
  expect(rows.map((row) => counts.count(hashOf(row)))).toEqual(expected)
  expect(existsSync(path)).toBe(true)
  counts.close()
  expect(existsSync(path)).toBe(false)
})

it('makes no file for few rows', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'telltale-rows-')), 'rows')
  const counts = openRowCounts(path)
  expect([...'abca'].map((row) => counts.count(hashOf(row)))).toEqual([0, 0, 0, 1])
  expect(existsSync(path)).toBe(false)
  counts.close()
})
