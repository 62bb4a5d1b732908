import { expect, test } from 'vitest'
import type { AnalyticStore } from '../../src/store/analytic/analytic-store.ts'
import { batchOf, eventOf, openTemp } from './store-stories.ts'

const linkOf = (n: number, actor: string, person: string) => ({ n, actor, person, knownAt: n * 1_000 })

/** `account: actor → person` lines, in the order of each account's timeline. */
async function tellLinks(store: AnalyticStore, accounts: readonly string[] | null): Promise<string[]> {
  const { account, actor } = store.dictionary
  const ids = accounts === null ? null : Int32Array.from(accounts, (key) => account.idOf(key)!)
  const lines: string[] = []
  for await (const page of store.scanTimelines(ids))
    for (const { account: id, links } of page)
      for (const link of links)
        lines.push(`${account.keyOf(id)}: ${actor.keyOf(link.actor)} → ${actor.keyOf(link.person)}`)
  return lines
}

test('an account has the joins of its actors and members, and of those they were joined to, whether it is read alone or with all others', async () => {
  const { store } = await openTemp()
  await store.apply(
    batchOf(0, 9, {
      events: [
        eventOf(1, { ts: 1_000, actor: 'phone' }),
        eventOf(2, { ts: 2_000, actor: 'laptop', account: 'other' }),
        eventOf(3, { ts: 3_000, actor: 'phone', account: 'other' }),
      ],
      links: [
        linkOf(4, 'ann', 'anna'),
        linkOf(5, 'phone', 'ann'),
        linkOf(6, 'laptop', 'bob'),
        linkOf(7, 'tablet', 'cleo'),
        linkOf(8, 'carl', 'cleo'),
      ],
      memberships: [{ n: 9, account: 'acme', person: 'carl', from: 0, to: null, knownAt: 9_000, role: null }],
    }),
  )
  const acme = ['acme: ann → anna', 'acme: phone → ann', 'acme: carl → cleo']
  const other = ['other: ann → anna', 'other: phone → ann', 'other: laptop → bob']

  expect(await tellLinks(store, null)).toEqual([...acme, ...other])
  expect(await tellLinks(store, ['acme'])).toEqual(acme)
  expect(await tellLinks(store, ['other'])).toEqual(other)
  expect(await tellLinks(store, ['acme', 'other'])).toEqual([...acme, ...other])
  await store.close()
})
