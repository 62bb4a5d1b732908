import { expect, it } from 'vitest'
import { makeTurns, takeTurn } from './turns.ts'

it('two at a time; who waits comes next, in order, and a turn given back is free again', async () => {
  const turns = makeTurns(2)
  const told: string[] = []
  const take = async (name: string) => {
    const over = await takeTurn(turns)
    told.push(name)
    return over
  }
  const [first, second] = [await take('a'), await take('b')]
  const third = take('c')
  const fourth = take('d')
  await Promise.resolve()
  expect(told).toEqual(['a', 'b'])
  second()
  const c = await third
  expect(told).toEqual(['a', 'b', 'c'])
  first()
  const d = await fourth
  c()
  d()
  expect([told, turns.free]).toEqual([['a', 'b', 'c', 'd'], 2])
})
