import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Stretch } from './account-at.ts'
import {
  joinActor,
  joinedTo,
  makeActorTable,
  noteKeyless,
  numberOfActor,
  personsIn,
  setStretches,
  stretchesOf,
  timeOf,
} from './actor-table.ts'

const actor = fc.integer({ min: 0, max: 40 }).map((i) => `u:${i}`)
const stretch: fc.Arbitrary<Stretch> = fc.record({
  account: fc.constantFrom('acme', 'beta', 'admin'),
  from: fc.integer({ min: 0, max: 100 }),
  to: fc.option(fc.integer({ min: 0, max: 100 })),
  role: fc.option(fc.constantFrom('admin', 'viewer')),
})
type Told =
  | { readonly what: 'join'; readonly actor: string; readonly person: string }
  | { readonly what: 'stretches'; readonly actor: string; readonly stretches: readonly Stretch[] }
  | { readonly what: 'keyless'; readonly actor: string; readonly ts: number }
const told: fc.Arbitrary<Told> = fc.oneof(
  fc.record({ what: fc.constant('join' as const), actor, person: actor }),
  fc.record({ what: fc.constant('stretches' as const), actor, stretches: fc.array(stretch, { maxLength: 5 }) }),
  fc.record({ what: fc.constant('keyless' as const), actor, ts: fc.integer({ min: -50, max: 50 }) }),
)

/** The same as maps by key. */
function tellMaps(all: readonly Told[]) {
  const joined = new Map<string, string[]>()
  const stretches = new Map<string, readonly Stretch[]>()
  const keyless = new Map<string, readonly [number, number]>()
  for (const one of all) {
    if (one.what === 'join' && one.actor !== one.person) {
      for (const [person, actors] of joined)
        joined.set(
          person,
          actors.filter((other) => other !== one.actor),
        )
      joined.set(one.person, [...(joined.get(one.person) ?? []), one.actor])
    }
    if (one.what === 'stretches') stretches.set(one.actor, one.stretches)
    if (one.what === 'keyless') {
      const [first, last] = keyless.get(one.actor) ?? [one.ts, one.ts]
      keyless.set(one.actor, [Math.min(first, one.ts), Math.max(last, one.ts)])
    }
  }
  return { joined, stretches, keyless }
}

function tellTable(all: readonly Told[]) {
  const table = makeActorTable()
  for (const one of all) {
    const number = numberOfActor(table, one.actor)
    if (one.what === 'join' && one.actor !== one.person) joinActor(table, number, numberOfActor(table, one.person))
    if (one.what === 'stretches') setStretches(table, one.actor, one.stretches)
    if (one.what === 'keyless') noteKeyless(table, number, { first: one.ts, last: one.ts })
  }
  return table
}

it('joins, stretches and times of actors are those that maps by key would have, however often they change', () => {
  fc.assert(
    fc.property(fc.array(told, { maxLength: 120, size: 'max' }), (all) => {
      const { joined, stretches, keyless } = tellMaps(all)
      const table = tellTable(all)
      for (let i = 0; i <= 40; i++) {
        const key = `u:${i}`
        const number = table.numbers.get(key)
        const own = number === undefined ? [] : joinedTo(table, number).map((one) => table.keys[one]!)
        expect(own).toEqual(joined.get(key) ?? [])
        for (const one of own) expect(table.keys[table.person[table.numbers.get(one)!]!]).toBe(key)
        expect(stretchesOf(table, key)).toEqual(stretches.get(key) ?? [])
        const times = (['keylessFirst', 'keylessLast', 'firstSeen'] as const).map((name) => timeOf(table, name, key))
        expect(times).toEqual([...(keyless.get(key) ?? [undefined, undefined]), undefined])
      }
      const inAcme = [...stretches].flatMap(([key, own]) =>
        own.some(({ account }) => account === 'acme') ? [key] : [],
      )
      expect(personsIn(table, 'acme').sort()).toEqual(inAcme.sort())
    }),
    { numRuns: 80, seed: 1 },
  )
})

it('rows of stretches that nobody has any more are used again', () => {
  const table = makeActorTable()
  const own: Stretch[] = [1, 2, 3].map((from) => ({ account: 'acme', from, to: null, role: null }))
  for (let round = 0; round < 1_000; round++) {
    setStretches(table, 'u:ana', round % 2 === 0 ? own : [])
    setStretches(table, 'u:bo', round % 2 === 0 ? [] : own)
  }
  expect(table.stretches.rows).toBe(6)
  expect(stretchesOf(table, 'u:bo')).toEqual(own)
})
