import { expect, it } from 'vitest'
import { keepAnswer, makeKeptAnswers } from './keep-answers.ts'

it('a complete answer is worked out once in an epoch; one that is not complete each time', async () => {
  const kept = makeKeptAnswers()
  const worked: string[] = []
  const ask = (question: string, epoch: string, complete = true, holdsAll = false) =>
    keepAnswer(kept, { question, epoch, holdsAll }, async () => {
      worked.push(`${question} in ${epoch}`)
      return { complete, is: `${question} in ${epoch}` }
    })
  expect(await ask('a', '1')).toEqual({ complete: true, is: 'a in 1' })
  expect(await ask('a', '1')).toEqual({ complete: true, is: 'a in 1' })
  await ask('so far', '1', false)
  await ask('so far', '1', false)
  await ask('today', '1', false, true)
  await ask('today', '1', false, true)
  expect(await ask('a', '2')).toEqual({ complete: true, is: 'a in 2' })
  await ask('a', '2')
  expect(worked).toEqual(['a in 1', 'so far in 1', 'so far in 1', 'today in 1', 'a in 2'])
})

it('what was asked longest ago goes first, and an answer that comes after its epoch is not kept', async () => {
  const kept = makeKeptAnswers()
  let worked = 0
  const ask = (question: string, epoch = '1') =>
    keepAnswer(kept, { question, epoch, holdsAll: false }, async () => {
      worked += 1
      return { complete: true }
    })
  await ask('first')
  await ask('second')
  for (let i = 0; i < 198; i++) await ask(`q${i}`)
  await ask('first')
  await ask('one more')
  expect([worked, kept.answers.has('first'), kept.answers.has('second')]).toEqual([201, true, false])
  const slow = ask('slow')
  await ask('other', '2')
  await slow
  expect([...kept.answers.keys()]).toEqual(['other'])
})
