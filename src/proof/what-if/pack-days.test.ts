import fc from 'fast-check'
import { expect, it } from 'vitest'
import { packDays, unpackDays } from './pack-days.ts'

const number = fc.oneof(
  fc.constantFrom(0, 1, 65_534, 65_535, 65_536, -1, 0.5, 0.1, Number.NaN, Number.POSITIVE_INFINITY, -(2 ** 40)),
  fc.double(),
)
const columns = fc
  .record({ days: fc.integer({ min: 0, max: 40 }), count: fc.integer({ min: 1, max: 6 }) })
  .chain(({ days, count }) => {
    const run = fc.tuple(number, fc.integer({ min: 1, max: 9 }))
    const column = fc
      .array(run, { minLength: days, maxLength: days })
      .map((runs) => runs.flatMap(([value, times]) => Array<number>(times).fill(value)).slice(0, days))
    return fc.array(column, { minLength: count, maxLength: count })
  })

it('every column comes out as it went in, and what stays the same takes one run', () => {
  fc.assert(
    fc.property(columns, (given) => {
      const packed = packDays(given.map((column) => Float64Array.from(column)))
      const read = given.map((column, i) => {
        const into = new Float64Array(column.length)
        unpackDays(packed, i, into)
        // A zero has no sign here: no comparison asks for it.
        return [...into].map((value) => value + 0)
      })
      expect(read).toEqual(given.map((column) => column.map((value) => value + 0)))
    }),
    { numRuns: 500, seed: 1 },
  )
  const still = packDays([new Float64Array(365).fill(3), new Float64Array(365).fill(Number.NaN)])
  expect([still.ends.length, still.wholes.length, still.doubles.length]).toEqual([2, 2, 0])
})
