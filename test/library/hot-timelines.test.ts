import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { days, defineConfig, distinctUsers, event, members, openTelltale, signal, trait } from '../../src/index.ts'

const CONFIG = defineConfig({
  events: { asked: event('Help Asked', { kind: 'core' }) },
  signals: {
    threeMembers: signal('expansion').on('asked').when(members().atLeast(3)).cooldown(days(1)),
    onPro: signal('intent').on('asked').when(trait('plan').is('pro')).cooldown(days(1)),
    twoPeople: signal('risk')
      .on('asked')
      .when(distinctUsers('asked', days(7)).atLeast(2))
      .cooldown(days(1)),
  },
})

it('what is told of an account between two of its events counts at the second: a member, a property, a join', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hot-'))
  let now = Date.parse('2026-03-02T09:00:00Z')
  const telltale = await openTelltale({ dataDir, config: CONFIG, clock: { now: () => now } })
  const context = { groupId: 'acme' }
  const group = (userId: string, traits = {}) => ({ type: 'group', userId, groupId: 'acme', traits })
  const send = async (...messages: Record<string, unknown>[]) => {
    now += 60_000
    await telltale.send(messages)
    return (await telltale.episodes({ state: 'open' })).data.map((row) => row.signal).sort()
  }

  expect(
    await send(group('ana', { plan: 'free' }), group('bo'), {
      type: 'track',
      event: 'Help Asked',
      userId: 'ana',
      context,
    }),
  ).toEqual([])
  expect(await send(group('cy'))).toEqual([])
  expect(await send({ type: 'track', event: 'Help Asked', userId: 'ana', context })).toEqual(['threeMembers'])
  expect(await send(group('ana', { plan: 'pro' }))).toEqual(['threeMembers'])
  expect(await send({ type: 'identify', userId: 'ana', anonymousId: 'phone' })).toEqual(['threeMembers'])
  expect(await send({ type: 'track', event: 'Help Asked', anonymousId: 'phone', context })).toEqual([
    'onPro',
    'threeMembers',
  ])
  expect(await send({ type: 'track', event: 'Help Asked', anonymousId: 'stranger', context })).toEqual([
    'onPro',
    'threeMembers',
    'twoPeople',
  ])

  await telltale.close()
  rmSync(dataDir, { recursive: true })
})
