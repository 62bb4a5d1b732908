import { describe, expect, test } from 'vitest'
import { spellEvent, spellProperties } from './add-naming-mess.ts'
import type { Delivery } from './arrange-deliveries.ts'
import { generateWorld } from './generate-world.ts'
import { HOSTILE_IDS, HOSTILE_NAMES } from './name-things.ts'
import type { TrackMessage } from './world-message.ts'

const SIZE = { accounts: 200, trials: 300, events: 25_000 }
const world = generateWorld({ seed: 8, size: SIZE })
const deliveries: readonly Delivery[] = [...world.deliveries()]
const tracks = deliveries.flatMap(({ message }) => (message.type === 'track' ? [message] : []))

function dayOf(message: TrackMessage): string {
  return message.timestamp.slice(0, 10)
}

describe('the naming mess', () => {
  test('spells one event in several ways, at their shares', () => {
    const at = { day: 10, renameDay: 100 }
    expect(spellEvent('Project Created', 0.05, at)).toBe('project_created')
    expect(spellEvent('Project Created', 0.255, at)).toBe('proejct_created')
    expect(spellEvent('Project Created', 0.3, at)).toBe('Project Created')
    expect(spellEvent('Board Viewed', 0.001, at)).toBe('Board Viewed')
    expect(spellProperties({ plan: 'team', n: 1 }, 0.7)).toEqual({ n: 1, plan_name: 'team' })
  })

  test('renames an event; for five days both names are sent', () => {
    const renameDay = world.plan.frame.renameDay
    const days = (event: string) => {
      const found = deliveries.filter(
        ({ message, fate }) => message.type === 'track' && message.event === event && fate !== 'future',
      )
      return found.map(({ message }) => Date.parse(message.timestamp) / 86_400_000)
    }
    // Local days reach half a day into their neighbours.
    expect(Math.max(...days('Report Viewed'))).toBeLessThan(renameDay + 5.5)
    expect(Math.min(...days('Report Opened'))).toBeGreaterThan(renameDay - 0.5)
    const both = days('Report Viewed').filter((day) => day > renameDay + 0.5 && day < renameDay + 4.5).length
    expect(both).toBeGreaterThan(10)
  })

  test('switched off, every event has its one name', () => {
    const size = { accounts: 40, trials: 60, events: 12_000 }
    const tidy = generateWorld({ seed: 8, size, mechanisms: { namingMess: false } })
    for (const [name, meaning] of Object.entries(tidy.truth.eventNames)) expect(meaning).toBe(name)
    const sent = new Set([...tidy.messages()].flatMap((message) => (message.type === 'track' ? [message.event] : [])))
    expect(sent.size).toBeGreaterThan(10)
    expect([...sent].filter((name) => !Object.hasOwn(tidy.truth.eventNames, name))).toEqual([])
  })
})

describe('the identity mess', () => {
  const joins = deliveries.flatMap(({ message }) => (message.type === 'identify' ? [message] : []))

  test('every device that sends is joined to its user, in the world or in the truth', () => {
    const known = new Set(world.truth.identities.map(([device]) => device))
    const devices = new Set(
      tracks.flatMap((message) => (message.anonymousId === undefined ? [] : [message.anonymousId])),
    )
    expect(devices.size).toBeGreaterThan(50)
    for (const device of devices) expect(known).toContain(device)
  })

  test('visits come before the sign-up, and some are joined nine days after it', () => {
    const owners = world.plan.accounts.filter((plan) => plan.trial !== null).map((plan) => plan.members[0]!)
    const late = owners.filter((member) => member.mergeLagDays === 9)
    expect(late.length).toBeGreaterThan(10)
    const { device, createdAt } = late.find(
      (member) => member.person.createdAt < world.plan.frame.end - 10 * 86_400_000,
    )!.person
    const joined = joins.find((message) => message.anonymousId === device)!
    expect(Date.parse(joined.receivedAt) - createdAt).toBeCloseTo(9 * 86_400_000, -4)
    for (const message of tracks.filter((m) => m.anonymousId === device && m.event === 'Landing Page Viewed')) {
      expect(Date.parse(message.receivedAt)).toBeLessThan(createdAt + 72 * 3_600_000)
    }
  })

  test('a person in several accounts sends under each of them', () => {
    const shared = world.truth.shared.filter((s) => s.kind === 'several')
    expect(shared.length).toBeGreaterThan(5)
    const seen = new Map<string, Set<string>>()
    for (const { userId, context } of tracks) {
      if (userId !== undefined) seen.set(userId, (seen.get(userId) ?? new Set()).add(context.groupId ?? ''))
    }
    const several = shared.filter(({ userId, accountIds }) => accountIds.every((id) => seen.get(userId)?.has(id)))
    expect(several.length).toBeGreaterThan(shared.length / 3)
  })

  test('who moved sends nothing for the old company after that day', () => {
    const moved = world.truth.shared.filter((s) => s.kind === 'moved')
    for (const { userId, accountIds, on } of moved) {
      const after = tracks.filter((m) => m.userId === userId && m.context.groupId === accountIds[0] && dayOf(m) > on)
      expect(after.filter((m) => m.event !== 'Account Removed User' && m.event !== 'Ticket Opened')).toEqual([])
    }
  })

  test('after a merge or a split, the members concerned send under the other key', () => {
    const large = generateWorld({ seed: 3, size: { accounts: 400, trials: 0, events: 25_000 } })
    expect(new Set(large.truth.regroupings.map((r) => r.kind))).toEqual(new Set(['merge', 'split']))
    const moved = new Map(large.truth.regroupings.flatMap((r) => r.userIds.map((id) => [id, r] as const)))
    const found = { before: 0, after: 0, wrong: 0 }
    for (const { message, fate } of large.deliveries()) {
      if (message.type !== 'track' || fate === 'future' || message.userId === undefined) continue
      const r = moved.get(message.userId)
      const { groupId } = message.context
      if (r === undefined || (groupId !== r.from && groupId !== r.into)) continue
      const days = Date.parse(message.timestamp) / 86_400_000 - Date.parse(r.on) / 86_400_000
      if (days > 1.5) found[groupId === r.into ? 'after' : 'wrong']++
      if (days < -0.5) found[groupId === r.from ? 'before' : 'wrong']++
    }
    expect(found).toMatchObject({ wrong: 0 })
    expect(Math.min(found.before, found.after)).toBeGreaterThan(20)
  })
})

test('hostile names and ids are among the accounts and persons', () => {
  const names = new Set(world.truth.accounts.map((account) => account.name))
  expect(HOSTILE_NAMES.filter((name) => names.has(name)).length).toBeGreaterThan(5)
  const users = new Set(deliveries.flatMap(({ message }) => ('userId' in message ? [message.userId] : [])))
  expect(HOSTILE_IDS.filter((id) => users.has(id)).length).toBeGreaterThan(2)
})
