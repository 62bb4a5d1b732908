import { rmSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import type { PersonRows } from '../../src/store/analytic/rows.ts'
import { batchOf, eventOf, moveOf, openTemp, tempFolder } from './store-stories.ts'

const HOUR = 3_600_000
const MARCH = Date.UTC(2026, 2, 1)
const at = (day: number, hour: number) => MARCH + (day - 1) * 24 * HOUR + hour * HOUR

async function openWith(batch: Parameters<typeof batchOf>[2], upTo: number) {
  const folder = tempFolder()
  const { store } = await openTemp({ folder })
  onTestFinished(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })
  await store.apply(batchOf(0, upTo, batch))
  return store
}

type Store = Awaited<ReturnType<typeof openWith>>

/** `anon: 1 in - on 20513` */
async function read(store: Store, persons: Parameters<Store['scanPersons']>[0]['persons']) {
  const scan = { persons, days: { from: 0, to: 40_000 }, knownUpTo: null, facts: null, columns: [] } as const
  const found: PersonRows[] = []
  for await (const person of store.scanPersons(scan)) found.push(person)
  const { account, actor } = store.dictionary
  return found.map(({ person, actors, block, timeline }) => ({
    person: actor.keyOf(person),
    actors: actors.map(actor.keyOf),
    facts: Array.from(
      { length: block.rows },
      (_, r) =>
        `${actor.keyOf(block.actor[r]!)} ${block.n[r]} in ${block.account[r] === 0 ? '-' : account.keyOf(block.account[r]!)}, day ${block.day[r]! - MARCH / (24 * HOUR) + 1}`,
    ),
    seen: timeline.seen.map((sign) => actor.keyOf(sign.actor)),
    links: timeline.links.map((link) => actor.keyOf(link.actor)),
  }))
}

const story = {
  events: [
    eventOf(1, { ts: at(1, 9), actor: 'a:anon', account: null, noAccount: 'none' }),
    eventOf(2, { ts: at(1, 10), actor: 'u:bo' }),
    eventOf(3, { ts: at(2, 9), actor: 'u:ann', account: 'globex' }),
    eventOf(5, { ts: at(3, 9), actor: 'u:ann' }),
  ],
  links: [{ n: 4, actor: 'a:anon', person: 'u:ann', knownAt: at(2, 10) }],
}

test('everybody, each once, with the facts of all their actors over all accounts and none, by day', async () => {
  const store = await openWith(story, 5)
  const bo = { person: 'u:bo', actors: ['u:bo'], facts: ['u:bo 1 in acme, day 1'], seen: ['u:bo'], links: [] }
  const ann = {
    person: 'u:ann',
    actors: ['u:ann', 'a:anon'],
    facts: ['a:anon 1 in -, day 1', 'u:ann 1 in globex, day 2', 'u:ann 1 in acme, day 3'],
    seen: ['u:ann', 'a:anon'],
    links: ['a:anon'],
  }
  expect(await read(store, null)).toEqual([bo, ann])
  await store.compact({ force: true })
  expect(await read(store, null)).toEqual([bo, ann])
  const { idOf } = store.dictionary.actor
  const group = { person: idOf('u:ann')!, actors: [idOf('u:ann')!, idOf('a:anon')!] }
  expect(await read(store, [group])).toEqual([ann])
})

test('what moved from one account to another is there once in sum, and the move does not lose a row', async () => {
  const moves = [moveOf(6, { actor: 'u:bo', from: 'acme', to: 'globex', knownAt: at(3, 12), which: 'all' })]
  const store = await openWith({ ...story, moves }, 6)
  const [bo] = await read(store, null)
  expect(bo?.facts.sort()).toEqual(['u:bo -1 in acme, day 1', 'u:bo 1 in acme, day 1', 'u:bo 1 in globex, day 1'])
})
