import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../architecture/read-sources.ts'

/** A row of the table: a line of a document, and where what it describes is shown. */
type Row = { readonly document: string; readonly line: number; readonly what: string; readonly where: string }

const ROWS = readRows(readFileSync(join(ROOT, 'docs', 'seeds.md'), 'utf8'))
/** The documents stand beside the repository, and are no part of it. */
const SOURCES = join(ROOT, '..', 'shared', 'seeds')
const HINT = existsSync(SOURCES) ? '' : ' (skipped: the documents are not beside this checkout)'

/** Sections name their document in a line of its own; rows begin with a number. */
function readRows(text: string): readonly Row[] {
  let document = ''
  const rows: Row[] = []
  for (const line of text.split('\n')) {
    document = /^`([^`/]+\.txt)`$/.exec(line)?.[1] ?? document
    const cells = /^\| (\d+) \| (.+) \| (.+) \|$/.exec(line)
    if (cells !== null) rows.push({ document, line: Number(cells[1]), what: cells[2]!, where: cells[3]! })
  }
  return rows
}

function pathsOf({ where }: Row): readonly string[] {
  return [...where.matchAll(/`([^`]+)`/g)].map((match) => match[1]!)
}

describe('the table of what the source documents describe', () => {
  it('names tests, examples and documents that exist', () => {
    const wrong = ROWS.flatMap((row) => {
      const missing = pathsOf(row).filter((path) => !existsSync(join(ROOT, path)))
      return missing.length === 0 && pathsOf(row).length > 0
        ? []
        : [`${row.document}:${row.line} ${missing.join(', ') || row.where}`]
    })
    expect(ROWS.length).toBeGreaterThan(200)
    expect(wrong).toEqual([])
  })

  it('has a row for a line once, in their order', () => {
    const disordered = ROWS.filter((row, i) => ROWS[i - 1]?.document === row.document && ROWS[i - 1]!.line >= row.line)
    expect(disordered).toEqual([])
  })

  it.skipIf(HINT !== '')(`points at lines that say something${HINT}`, () => {
    const lines = new Map<string, readonly string[]>()
    for (const { document } of ROWS)
      if (!lines.has(document)) lines.set(document, readFileSync(join(SOURCES, document), 'utf8').split('\n'))
    expect(lines.size).toBe(4)
    expect(ROWS.filter(({ document, line }) => (lines.get(document)?.[line - 1] ?? '').trim() === '')).toEqual([])
  })
})
