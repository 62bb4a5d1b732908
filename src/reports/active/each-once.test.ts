import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeEachOnce } from './each-once.ts'

it('puts units in order, each once, near each other and far apart, one actor after the other', () => {
  const near = fc.array(fc.integer({ min: 20_000, max: 20_040 }), { maxLength: 30 })
  const far = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { maxLength: 30 })
  fc.assert(
    fc.property(fc.array(fc.oneof(near, far), { maxLength: 6 }), (actors) => {
      const eachOnce = makeEachOnce()
      for (const units of actors) {
        const own = [...units]
        eachOnce(own)
        expect(own).toEqual([...new Set(units)].sort((a, b) => a - b))
      }
    }),
  )
})
