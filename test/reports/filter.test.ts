import { expect, it } from 'vitest'
import type { AskedFilter } from '../../src/contract/analyze/filter.ts'
import { count, defineConfig, event, property } from '../../src/index.ts'
import { openReport } from './open-report.ts'

const VALUES = [5, 5.5, '5', 'five', true, null, ['a'], 'FIVE', '2026-03-02']
const day = { date_from: '2026-03-02', date_to: '2026-03-02' }

/** Person n has value n of the list; the last one has none. */
async function passing(path: string, wrap: (value: unknown) => object, filter: AskedFilter): Promise<string> {
  const ask = await openReport({
    events: [...VALUES, undefined].map((value, i) => ({
      ...{ at: '2026-03-02', who: `p${i}` },
      with: value === undefined ? { other: 1 } : { ...wrap(value), [path]: undefined, ...wrap(value) },
    })),
  })
  const answer = await ask('active', { ...day, filter, actors_of: { interval: '2026-03-02' } })
  return answer.actors!.data.map(({ person }) => person!.slice(1)).join('')
}

const plain = (filter: AskedFilter) => passing('v', (value) => ({ v: value }), filter)

it.each<[AskedFilter, string]>([
  [{ event_property: 'v', value: 5 }, '0'],
  [{ event_property: 'v', op: 'exact', value: '5' }, '2'],
  [{ event_property: 'v', op: 'exact', value: true }, '4'],
  [{ event_property: 'v', op: 'is_not', value: 5 }, '123456789'],
  [{ event_property: 'v', op: 'in', value: [5, 'five'] }, '03'],
  [{ event_property: 'v', op: 'not_in', value: [5, 'five'] }, '12456789'],
  [{ event_property: 'v', op: 'contains', value: 'iv' }, '3'],
  [{ event_property: 'v', op: 'gt', value: 5 }, '1'],
  [{ event_property: 'v', op: 'gte', value: 5 }, '01'],
  [{ event_property: 'v', op: 'lt', value: 5.5 }, '0'],
  [{ event_property: 'v', op: 'lte', value: 5.5 }, '01'],
  [{ event_property: 'v', op: 'gte', value: '2026-01-01' }, '2378'],
  [{ event_property: 'v', op: 'is_set' }, '01234678'],
  [{ event_property: 'v', op: 'is_not_set' }, '59'],
  [{ not: { event_property: 'v', op: 'is_set' } }, '59'],
  [
    {
      or: [
        { event_property: 'v', value: 5 },
        {
          and: [
            { event_property: 'v', op: 'is_not_set' },
            { event_property: 'other', value: 1 },
          ],
        },
      ],
    },
    '09',
  ],
])('%j', async (filter, people) => {
  expect(await plain(filter)).toBe(people)
})

it('a name may be anything: quotes, slashes, tildes, dots, what objects are made of; a path goes into objects', async () => {
  for (const name of ['a"b', 'a/b', 'a~b', 'a.b', '__proto__', "'; DROP TABLE event; --", '$', '0', 'ä']) {
    const wrap = (value: unknown) => JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`) as object
    expect(await passing('none', wrap, { event_property: name, value: 5 }), name).toBe('0')
  }
  expect(
    await passing('none', (value) => ({ plan: { name: value } }), { event_property: 'plan.name', value: 'five' }),
  ).toBe('3')
  expect(await passing('none', (value) => ({ v: value }), { event_property: 'properties.v', value: 'five' })).toBe('3')
})

it('a key of the configuration wins over a name, and brings its conditions', async () => {
  const config = defineConfig({
    events: { big: event('small', { kind: 'core', where: property('n').atLeast(3) }), other: event('big') },
    indicators: { bigs: count('big') },
  })
  const ask = await openReport({
    config,
    events: [
      { at: '2026-03-02', who: 'ann', did: 'small', with: { n: 3 } },
      { at: '2026-03-02', who: 'bob', did: 'small', with: { n: 2 } },
      { at: '2026-03-02', who: 'cat', did: 'big' },
    ],
  })
  const who = async (name: string) =>
    (await ask('active', { ...day, event: name, actors_of: { interval: '2026-03-02' } })).actors!.data.map(
      (one) => one.person,
    )
  expect(await who('big')).toEqual(['ann'])
  expect(await who('small')).toEqual(['ann', 'bob'])
  expect(await who('other')).toEqual(['cat'])
})

it('a filter that makes no sense is refused', async () => {
  const ask = await openReport({ events: [{ at: '2026-03-02', who: 'ann', with: { v: 1 } }] })
  const deep = Array.from({ length: 30 }).reduce<AskedFilter>((inner) => ({ not: inner }), {
    event_property: 'v',
    value: 1,
  })
  for (const filter of [
    { event_property: 'v', op: 'contains', value: 5 },
    { event_property: 'v', op: 'gt', value: true },
    { event_property: 'v', op: 'is_set', value: 1 },
    { event_property: 'v', op: 'in' },
    deep,
  ] as AskedFilter[])
    await expect(ask('active', { filter }), JSON.stringify(filter)).rejects.toMatchObject({ code: 'bad_argument' })
})
