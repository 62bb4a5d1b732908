import { expect, test } from 'vitest'
import { visitByEntity } from './visit-by-entity.ts'

const ROWS: readonly (readonly [number, number])[] = [
  [4, 40],
  [1, 12],
  [7, 70],
  [1, 10],
  [2, 20],
  [5, 51],
  [1, 11],
  [5, 50],
  [0, 5],
]

async function visited(mostRows: number) {
  let reads = 0
  const found: [number, number[]][] = []
  await visitByEntity(
    async (add) => {
      reads += 1
      for (const [entity, value] of ROWS) add(entity, value)
    },
    (entity, { values, begin, end }) => found.push([entity, [...values.subarray(begin, end)]]),
    mostRows,
  )
  return { reads, found: found.sort((a, b) => a[0] - b[0]) }
}

const ALL = [
  [0, [5]],
  [1, [10, 11, 12]],
  [2, [20]],
  [4, [40]],
  [5, [50, 51]],
  [7, [70]],
]

test('each entity comes once, its values rising', async () => {
  expect(await visited(100)).toEqual({ reads: 1, found: ALL })
})

test('of too many rows a part of the entities is held, and they are read again for each other part', async () => {
  expect(await visited(6)).toEqual({ reads: 2, found: ALL })
  expect((await visited(3)).found).toEqual(ALL)
})

test('one entity alone may have more rows than are held', async () => {
  expect((await visited(1)).found).toEqual(ALL)
})

test('values in no order at all are put in order as well', async () => {
  const given = Array.from({ length: 200 }, (_, i) => (i * 7919) % 200)
  let seen: number[] = []
  await visitByEntity(
    async (add) => {
      for (const value of given) add(3, value)
    },
    (_, { values, begin, end }) => {
      seen = [...values.subarray(begin, end)]
    },
  )
  expect(seen).toEqual(Array.from({ length: 200 }, (_, i) => i))
})
