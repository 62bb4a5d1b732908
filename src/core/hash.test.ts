import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, contentHash } from './hash.ts'

describe('canonical JSON', () => {
  it('orders keys by code point at every depth and leaves undefined out', () => {
    expect(canonicalJson({ b: 1, a: { z: [{ y: 1, x: null }], é: 'ü' }, c: undefined, B: true })).toBe(
      '{"B":true,"a":{"z":[{"x":null,"y":1}],"é":"ü"},"b":1}',
    )
  })

  it('keeps the order of lists, and writes null where JSON has no word for a value', () => {
    expect(canonicalJson([3, 1, 2])).toBe('[3,1,2]')
    expect(canonicalJson([undefined, Number.NaN, Number.POSITIVE_INFINITY])).toBe('[null,null,null]')
    expect(canonicalJson(undefined)).toBe('null')
  })

  it('keeps keys that mean something to JavaScript', () => {
    expect(canonicalJson(JSON.parse('{"__proto__":{"b":2,"a":1},"constructor":1}'))).toBe(
      '{"__proto__":{"a":1,"b":2},"constructor":1}',
    )
  })

  it('says the same as JSON, whatever the data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})

describe('content hash', () => {
  it('is sixteen hex digits of SHA-256 and stays the same between versions', () => {
    expect(contentHash({})).toBe('44136fa355b3678a')
    expect(contentHash({ name: 'projectCreated', days: 28 })).toMatch(/^[0-9a-f]{16}$/)
  })

  it('is equal for equal data in another order, and differs for different data', () => {
    expect(contentHash({ a: 1, b: { c: 2, d: 3 } })).toBe(contentHash({ b: { d: 3, c: 2 }, a: 1 }))
    const different = [{ a: 1 }, { a: '1' }, { a: [1] }, { a: null }, { b: 1 }, [], '', 0, null, {}]
    expect(new Set(different.map(contentHash)).size).toBe(different.length)
  })
})
