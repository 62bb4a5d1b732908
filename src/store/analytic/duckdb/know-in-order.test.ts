import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keepMoved, knowInOrder, makeMovedOn } from './know-in-order.ts'
import { EVERYBODY, type PlacedMove } from './placed-move.ts'

const moveOf = (actor: number, knownDay: number): PlacedMove => ({
  ...{ seq: 0, n: 0, from: 1, to: 2, tsFrom: 0, tsTo: 1, which: 0, knownAt: 0 },
  ...{ actor, knownDay },
})

/** Each move is known no earlier than any before it that may have moved the same events. */
function expectedDays(moves: readonly PlacedMove[]): readonly number[] {
  const days: number[] = []
  for (const { actor, knownDay } of moves) {
    const earlier = days.filter((_, i) => [actor, EVERYBODY].includes(moves[i]!.actor) || actor === EVERYBODY)
    days.push(Math.max(knownDay, ...earlier))
  }
  return days
}

test('a person who is left out after an account was is known to be so no earlier, although nothing moved that person before', () => {
  const moves = [moveOf(1, 2), moveOf(EVERYBODY, 0), moveOf(2, 0)]
  expect(knowInOrder(makeMovedOn(), moves).map(({ knownDay }) => knownDay)).toEqual([2, 2, 2])
})

test('however moves come in batches, they are known in the order of all of them', () => {
  const moveArb = fc.record({ actor: fc.nat(3), knownDay: fc.nat(6) }).map((m) => moveOf(m.actor, m.knownDay))
  fc.assert(
    fc.property(fc.array(fc.array(moveArb, { maxLength: 6 }), { maxLength: 6 }), (batches) => {
      const movedOn = makeMovedOn()
      const days = batches.flatMap((moves) => {
        const known = knowInOrder(movedOn, moves)
        keepMoved(movedOn, moves)
        return known.map(({ knownDay }) => knownDay)
      })
      expect(days).toEqual(expectedDays(batches.flat()))
    }),
  )
})
