import { describe, expect, test } from 'vitest'
import { branch, seek, stream, uniform, uniformAt } from './stream.ts'

const DRAWS = 200_000

describe('stream', () => {
  test('the same seed and names give the same numbers, any other name gives others', () => {
    const draw = (...names: (string | number)[]) => uniform(stream(7, ...names))
    expect(draw('account', 17, 'usage')).toBe(draw('account', 17, 'usage'))
    const others = [draw('account', 17, 'trial'), draw('account', 18, 'usage'), draw('account', '17', 'usage')]
    const all = [draw('account', 17, 'usage'), ...others, uniform(stream(8, 'account', 17, 'usage'))]
    expect(new Set(all).size).toBe(all.length)
  })

  test('names do not run together', () => {
    expect(uniform(stream(1, 'ab', 'c'))).not.toBe(uniform(stream(1, 'a', 'bc')))
    expect(uniform(stream(1, ''))).not.toBe(uniform(stream(1)))
  })

  test('a branch does not move with what was read from its parent', () => {
    const parent = stream(3, 'account', 1)
    const before = uniform(branch(parent, 'usage'))
    for (let i = 0; i < 100; i++) uniform(parent)
    expect(uniform(branch(parent, 'usage'))).toBe(before)
  })

  test('a block can be read in any order', () => {
    const source = stream(3, 'walk')
    const days = [5, 6, 7].map((day) => [uniform(seek(source, day)), uniform(source)])
    expect([uniform(seek(source, 6)), uniform(source)]).toEqual(days[1])
    expect(uniformAt(source, 7, 1)).toBe(days[2]![1])
  })

  test.each([
    ['neighbouring indices', (i: number) => uniformAt(stream(1, 'i'), 0, i)],
    ['neighbouring blocks', (i: number) => uniformAt(stream(1, 'b'), i, 0)],
    ['neighbouring names', (i: number) => uniformAt(stream(1, 'account', i), 0, 0)],
  ])('%s are uniform and do not hang together', (_, at) => {
    const n = 50_000
    const draws = Array.from({ length: n }, (_, i) => at(i))
    const bins = new Array<number>(20).fill(0)
    let lagged = 0
    for (const [i, u] of draws.entries()) {
      bins[Math.floor(u * 20)]!++
      if (i > 0) lagged += (u - 0.5) * (draws[i - 1]! - 0.5)
    }
    const chi2 = bins.reduce((sum, count) => sum + (count - n / 20) ** 2 / (n / 20), 0)
    // 19 degrees of freedom: 43.8 is passed once in a thousand.
    expect(chi2).toBeLessThan(43.8)
    expect(Math.abs(lagged / n) * 12).toBeLessThan(4 / Math.sqrt(n))
  })

  test('the low bits are as good as the high ones', () => {
    const source = stream(5, 'bits')
    let odd = 0
    for (let i = 0; i < DRAWS; i++) odd += (uniform(source) * 2 ** 52) % 2 >= 1 ? 1 : 0
    expect(Math.abs(odd / DRAWS - 0.5)).toBeLessThan(4 * (0.5 / Math.sqrt(DRAWS)))
  })
})
