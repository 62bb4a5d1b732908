import { expect, it } from 'vitest'
import { checkParts } from '../question/check-parts.ts'
import { adjustGroups, type Compared, compareGroups, groupRows, storyWarnings } from './compare-groups.ts'

/** `had` of `of` accounts that did it or not, in one stratum. */
function accounts(group: boolean, stratum: string, [had, of]: readonly [number, number]): Compared[] {
  return Array.from({ length: of }, (_, i) => ({ account: i, group, stratum, had: i < had }))
}

it('a ratio over all that is no ratio within any group is told, and the adjusted one beside it', () => {
  const compared = [
    ...[...accounts(true, 'small', [90, 300]), ...accounts(false, 'small', [30, 100])],
    ...[...accounts(true, 'large', [4, 100]), ...accounts(false, 'large', [45, 900])],
  ]
  const groups = groupRows(compared, ({ group }) => group, 10)
  const strata = groupRows(compared, ({ stratum }) => stratum, 10)
  const told = compareGroups(groups).map((one, i) => ({ ...one, ...adjustGroups(groups, strata)[i]! }))
  const did = told.find(({ value }) => value === true)!
  expect(did.ratio!.estimate).toBeCloseTo(3.133333, 6)
  expect(did.adjusted!.estimate).toBeCloseTo(0.966667, 6)
  expect(did.adjusted!.lower).toBeCloseTo(0.694944, 6)
  expect(told.map(({ another_story }) => another_story)).toEqual([true, true])
  expect(storyWarnings(told)[1]).toEqual({
    code: 'another_story',
    message:
      'Of true the ratio is 3.13 over all, but 0.97 (0.69 to 1.34) within the groups of the breakdown: who is in them differs. Believe the latter.',
  })
  const alike = groupRows(
    [...accounts(true, 'a', [20, 40]), ...accounts(false, 'a', [10, 40])],
    ({ group }) => group,
    9,
  )
  const same = adjustGroups(alike, [{ value: 'a', other: false, rows: alike.flatMap(({ rows }) => rows) }])
  expect(same.map(({ another_story }) => another_story)).toEqual([false, false])
})

it('parts that are not the whole are told with their denominators; parts that are it say nothing', () => {
  const share = (successes: number, total: number) => ({ successes, total })
  const ask = (parts: readonly ReturnType<typeof share>[]) =>
    checkParts({ parts, whole: share(60, 500), of: 'who began' })
  expect(ask([share(50, 300), share(10, 200)])).toEqual([])
  expect(ask([])).toEqual([])
  expect(ask([share(50, 300), share(40, 240)])).toEqual([
    {
      code: 'parts_differ',
      message:
        'The parts are 540 of the 500 who began, and come to 18.0 % of them where the whole says 12.0 %: somebody is in none of them or in several.',
    },
  ])
  // The table of a well-known guide: 47, 22, 8 and 2 % of 18, 31, 28 and 23 % are 17.98 %, and no 12 %.
  const guide = [share(423, 900), share(341, 1550), share(112, 1400), share(23, 1150)]
  expect(checkParts({ parts: guide, whole: share(600, 5_000), of: 'who signed up' })[0]!.message).toContain('18.0 %')
})
