import { describe, expect, it } from 'vitest'
import { IMPORT_RULES } from './import-rules.ts'
import { readSources, sourceFile } from './read-sources.ts'
import { SIZE_RULES } from './size-rules.ts'
import { TEXT_RULES } from './text-rules.ts'

const RULES = [...IMPORT_RULES, ...TEXT_RULES, ...SIZE_RULES]
const SOURCES = readSources()

describe('the repository keeps its rules', () => {
  it('reads the product, the dashboard, the tests and the documents', () => {
    const paths = SOURCES.map(({ path }) => path)
    expect(paths).toEqual(expect.arrayContaining(['src/core/time.ts', 'scripts/check.mjs', 'README.md', '.ci/run']))
  })

  for (const rule of RULES) {
    it(rule.name, () => {
      expect(rule.find(SOURCES), `To mend: ${rule.mend}.`).toEqual([])
    })
  }
})

describe('each rule catches what it forbids, and nothing near it', () => {
  for (const rule of RULES) {
    it(rule.name, () => {
      expect(rule.find(filesOf(rule.planted.files))).toEqual(rule.planted.found)
      expect(rule.find(filesOf(rule.allowed ?? {}))).toEqual([])
    })
  }
})

function filesOf(texts: Readonly<Record<string, string>>) {
  return Object.entries(texts).map(([path, text]) => sourceFile(path, text))
}
