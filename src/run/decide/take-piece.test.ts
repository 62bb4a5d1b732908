import { expect, it } from 'vitest'
import { heldByChanges, takePiece } from './take-piece.ts'

async function* count() {
  for (let step = 1; step <= 7; step++) yield step
}

it('a piece ends after so many steps, or once what it holds is much; what is closed already is left out, and the last piece says so', async () => {
  const walk = { steps: count(), next: null }
  const isOpen = (step: number): step is number => step !== 2
  const take = async (heldBy: (step: number) => number) => {
    const piece = { most: 3, wait: true, ended: false }
    const taken: number[] = []
    for await (const step of takePiece(walk, piece, { isOpen, heldBy })) taken.push(step)
    return [taken, piece.ended]
  }
  const isMuch = () => heldByChanges({ transitions: new Array(5_000), states: [] })
  expect(await take(() => 1)).toEqual([[1, 3], false])
  expect(await take(isMuch)).toEqual([[4], false])
  expect(await take(() => 25_000)).toEqual([[5, 6], false])
  expect(await take(() => 1)).toEqual([[7], true])
})
