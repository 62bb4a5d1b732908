import { expect, it } from 'vitest'
import { exactPoints, splitPoints } from './exact-points.ts'

const STEP = 2 ** -30

it('three thirds of a point, each cut to the step, add up to the point: the first of the largest has the step that is left', () => {
  const parts = splitPoints(1, [1 / 3, 1 / 3, 1 / 3])
  expect(parts).toEqual([exactPoints(1 / 3) + STEP, exactPoints(1 / 3), exactPoints(1 / 3)])
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(1)
})

it('what is left goes to the part that moves most, be it a loss', () => {
  const parts = splitPoints(-1, [1 / 3, -5 / 3, 1 / 3])
  expect(parts).toEqual([exactPoints(1 / 3), exactPoints(-5 / 3) + STEP, exactPoints(1 / 3)])
  expect(parts.reduce((sum, part) => sum + part, 0)).toBe(-1)
})
