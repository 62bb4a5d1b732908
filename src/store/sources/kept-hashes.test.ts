import fc from 'fast-check'
import { expect, it } from 'vitest'
import { keepHashes } from './kept-hashes.ts'
import { hashOfRow } from './source-row.ts'

const TEXT = 25

function row(texts: readonly (string | null)[], names = ['id', 'name', 'updated']) {
  return { columns: names.map((name) => ({ name, type: TEXT })), texts, cursor: null }
}

it('rows are found again by what they say, as by a map of all of them', () => {
  const hash = fc.integer({ min: 0, max: 400 }).map((n) => hashOfRow(row([String(n), 'Acme', null]), []))
  fc.assert(
    fc.property(fc.uniqueArray(hash, { maxLength: 200 }), fc.array(hash, { maxLength: 200 }), (kept, read) => {
      const hashes = keepHashes(kept.map((one, i) => ({ id: i * 3, hash: one })))
      const met = new Set<string>()
      for (const one of read) {
        const expected = !kept.includes(one) ? 'unknown' : met.has(one) ? 'again' : 'met'
        expect(hashes.meet(one)).toBe(expected)
        met.add(one)
      }
      expect(hashes.unmet()).toEqual(kept.flatMap((one, i) => (met.has(one) ? [] : [i * 3])))
    }),
    { numRuns: 50 },
  )
})

it('the hash of a row tells apart whatever differs in it, but for what is left out', () => {
  const rows = [
    ...[row(['1', 'Acme', null]), row(['1', 'Acme', '']), row(['1', 'Acme', '-']), row(['1Acme', '', null])],
    ...[row([null, 'Acme', '1']), row(['1', 'Acme', null], ['id', 'title', 'updated'])],
    ...[row(['1', 'Acm', 'e7:updated25-']), row(['1', 'A\ncme', null]), row(['1', 'Äcme', null])],
    { ...row(['1', 'Acme', null]), columns: [{ name: 'id', type: 23 }, ...row([]).columns.slice(1)] },
  ]
  expect(new Set(rows.map((one) => hashOfRow(one, []))).size).toBe(rows.length)
  const [noon, one] = [row(['1', 'Acme', '12:00']), row(['1', 'Acme', '13:00'])]
  expect(hashOfRow(noon, ['updated'])).toBe(hashOfRow(one, ['updated']))
  expect(hashOfRow(noon, [])).not.toBe(hashOfRow(one, []))
})
