import { expect, it } from 'vitest'
import { checkGroups } from './check-groups.ts'

const shares = (now: [number, number], before: [number, number]) => ({
  now: { count: now[0], total: now[1] },
  before: { count: before[0], total: before[1] },
})

it('a share that rises because more of the large ones are there, while in each group it falls, is told to have fallen', () => {
  const small = shares([10, 200], [80, 800])
  const large = shares([320, 800], [100, 200])
  const [note, ...others] = checkGroups(shares([330, 1_000], [180, 1_000]), [small, large])
  expect(others).toEqual([])
  expect(note).toEqual({
    code: 'another_story',
    message:
      'Over all it is 1.83 times what it was in the period before, but 0.75 times (0.64 to 0.88) within these groups: who is in them has changed. Believe the latter.',
  })
  // As many of each as before: what happened to all happened to them.
  expect(
    checkGroups(shares([330, 1_000], [180, 1_000]), [shares([165, 500], [90, 500]), shares([165, 500], [90, 500])]),
  ).toEqual([])
})

it('groups that are not all of them are said to be none of a whole, and of a metric that is no share nothing is said', () => {
  const told = checkGroups(shares([30, 100], [30, 100]), [shares([20, 50], [20, 50])])
  expect(told).toEqual([
    {
      code: 'parts_differ',
      message:
        'The parts are 50 of the 100 that it is a share of, and come to 20.0 % of them where the whole says 30.0 %: somebody is in none of them or in several.',
    },
  ])
  expect(checkGroups({ now: null, before: null }, [{ now: null, before: null }])).toEqual([])
})
