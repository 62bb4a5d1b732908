import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { Delivery } from './arrange-deliveries.ts'
import { generateWorld } from './generate-world.ts'
import type { Mechanism } from './world-options.ts'

const SMALL = { accounts: 30, trials: 90, events: 10_000 }

function hashOf(deliveries: Iterable<Delivery>): string {
  const hash = createHash('sha256')
  for (const { message } of deliveries) hash.update(JSON.stringify(message))
  return hash.digest('hex')
}

/** The everyday events of each account, as text. */
function usageByAccount(off: readonly Mechanism[], seed = 5): Map<string, string> {
  const quiet: Partial<Record<Mechanism, boolean>> = { hostileNames: false, identityMess: false }
  for (const mechanism of off) quiet[mechanism] = false
  const found = new Map<string, string>()
  for (const { message } of generateWorld({ seed, size: SMALL, mechanisms: quiet }).deliveries()) {
    if (message.type !== 'track' || !message.messageId.startsWith('m')) continue
    const account = message.context.groupId!
    found.set(account, `${found.get(account) ?? ''}${JSON.stringify(message)}\n`)
  }
  return found
}

describe('the same seed gives the same bytes', () => {
  test('in two worlds, and when one world is read twice', () => {
    const world = generateWorld({ seed: 1, size: SMALL })
    const first = hashOf(world.deliveries())
    expect(hashOf(world.deliveries())).toBe(first)
    const again = generateWorld({ seed: 1, size: SMALL })
    expect(hashOf(again.deliveries())).toBe(first)
    expect(again.truth).toEqual(world.truth)
    expect(hashOf(generateWorld({ seed: 2, size: SMALL }).deliveries())).not.toBe(first)
  })
})

describe('a mechanism switched off moves nothing but what it touches', () => {
  const all = usageByAccount([])
  const withAll = stayingAccounts({})
  const { truth } = generateWorld({ seed: 5, size: SMALL })

  test('without the rescue playbook, accounts it did not change send the same bytes', () => {
    const touched = new Set(
      truth.accounts.filter((a) => a.paid?.dips.some((dip) => dip.rescue.delivered)).map((a) => a.id),
    )
    const without = usageByAccount(['rescuePlaybook'])
    for (const [account, text] of all) if (!touched.has(account)) expect(without.get(account)).toBe(text)
  })

  test('without declines, accounts that never declined send the same bytes', () => {
    const declined = truth.accounts.filter((a) => a.paid?.dips.some((dip) => dip.kind === 'decline')).map((a) => a.id)
    expect(declined.length).toBeGreaterThan(2)
    const without = usageByAccount(['declines'])
    const same = [...all].filter(([account]) => !declined.includes(account))
    expect(same.length).toBeGreaterThan(30)
    for (const [account, text] of same) expect(without.get(account)).toBe(text)
    expect(declined.some((account) => without.get(account) !== all.get(account))).toBe(true)
  })

  test.each<Mechanism>(['tickets', 'paymentFailures', 'csmHabit', 'newsletterPlaybook'])(
    'without %s, accounts that stay customers either way send the same everyday events',
    (mechanism) => {
      const both = [...stayingAccounts({ [mechanism]: false })].filter((id) => withAll.has(id))
      const without = usageByAccount([mechanism])
      expect(both.length).toBeGreaterThan(50)
      for (const account of both) expect(without.get(account)).toBe(all.get(account))
    },
  )
})

function stayingAccounts(mechanisms: Partial<Record<Mechanism, boolean>>): Set<string> {
  const { truth } = generateWorld({ seed: 5, size: SMALL, mechanisms })
  return new Set(
    truth.accounts
      .filter((a) => a.paid === null || (a.paid.churn === null && a.paid.dips.length === 0))
      .map((a) => a.id),
  )
}
