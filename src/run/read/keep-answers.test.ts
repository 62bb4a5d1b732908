import { expect, it } from 'vitest'
import { type KeptAnswers, keepAnswer } from './keep-answers.ts'

it('a complete answer is worked out once while it holds; one that is not complete each time', async () => {
  const kept: KeptAnswers = new Map()
  const worked: string[] = []
  let version = 1
  const ask = (question: string, complete = true, holdsAll = false) =>
    keepAnswer(kept, { question, holdsAll }, async () => {
      worked.push(`${question} in ${version}`)
      const of = version
      return { answer: { complete, is: of }, stillHolds: async () => of === version }
    })
  expect(await ask('a')).toEqual({ complete: true, is: 1 })
  expect(await ask('a')).toEqual({ complete: true, is: 1 })
  await ask('so far', false)
  await ask('so far', false)
  await ask('today', false, true)
  await ask('today', false, true)
  version = 2
  expect(await ask('a')).toEqual({ complete: true, is: 2 })
  await ask('a')
  expect(worked).toEqual(['a in 1', 'so far in 1', 'so far in 1', 'today in 1', 'a in 2'])
  expect([...kept.keys()]).toEqual(['today', 'a'])
})

it('what was asked longest ago goes first', async () => {
  const kept: KeptAnswers = new Map()
  let worked = 0
  const ask = (question: string) =>
    keepAnswer(kept, { question, holdsAll: false }, async () => {
      worked += 1
      return { answer: { complete: true }, stillHolds: async () => true }
    })
  await ask('first')
  await ask('second')
  for (let i = 0; i < 198; i++) await ask(`q${i}`)
  await ask('first')
  await ask('one more')
  expect([worked, kept.has('first'), kept.has('second')]).toEqual([201, true, false])
})
