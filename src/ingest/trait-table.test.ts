import { expect, it } from 'vitest'
import { makeTraitTable, setTrait, traitOf, traitsOf } from './trait-table.ts'

it('keeps the traits of many subjects apart, the last value of each, also past the room it began with', () => {
  const table = makeTraitTable()
  const subjects = Array.from({ length: 100 }, (_, i) => `u:${i}`)
  for (const [i, subject] of subjects.entries()) setTrait(table, subject, { name: 'plan', value: 'free', from: i })
  for (const [i, subject] of subjects.entries())
    setTrait(table, subject, { name: '__proto__', value: i, from: 200 + i })
  setTrait(table, 'u:7', { name: 'plan', value: null, from: 300 })

  expect(traitsOf(table, 'u:7')).toEqual([
    ['plan', { value: null, from: 300 }],
    ['__proto__', { value: 7, from: 207 }],
  ])
  expect(traitOf(table, 'u:99', 'plan')).toEqual({ value: 'free', from: 99 })
  expect(traitOf(table, 'u:99', '__proto__')).toEqual({ value: 99, from: 299 })
  expect(traitOf(table, 'u:7', 'constructor')).toBeUndefined()
  expect(traitsOf(table, 'u:100')).toEqual([])
})
