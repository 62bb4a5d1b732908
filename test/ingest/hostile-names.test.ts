import { expect, it } from 'vitest'
import { openTelltale } from '../../src/index.ts'
import { MAX_TRAIT_NAMES } from '../../src/ingest/keep-traits.ts'
import { runCommand, tempFolder } from '../cli/run-command.ts'

const NOW = Date.UTC(2026, 5, 15, 12)
const clock = { now: () => NOW }
const at = (n: number) => new Date(NOW - 86_400_000 + n * 1_000).toISOString()

it('names of traits beyond the cap are left out and said; those that were known go on, also after a restart', async () => {
  const cwd = tempFolder()
  const dataDir = `${cwd}/.telltale`
  const identify = (n: number, traits: object) => ({
    ...{ type: 'identify', userId: `u${n % 3}`, messageId: `i${n}`, timestamp: at(n), traits },
  })
  const named = (n: number, from: number) =>
    identify(n, Object.fromEntries(Array.from({ length: 450 }, (_, i) => [`t${from + i}`, i])))
  const first = await openTelltale({ dataDir, clock })
  const login = { type: 'track', event: 'Login', userId: 'u0', messageId: 'e', timestamp: at(0) }
  await first.send([login, identify(1, { plan: 'free' }), ...[0, 1, 2, 3, 4].map((k) => named(k + 2, k * 450))])
  await first.close()

  const again = await openTelltale({ dataDir, clock })
  await again.send([identify(9, { plan: 'pro', brandNew: 1, t3: 'known' }), identify(10, { plan: 'team' })])
  await again.close()

  const { out } = await runCommand(['quarantine', '--json'], { cwd, now: NOW })
  const { byReason, data } = JSON.parse(out)
  // plan and four times 450 names are 1,801; of the next 450 there is room for 199.
  expect(MAX_TRAIT_NAMES).toBe(2_000)
  expect(byReason).toEqual([{ reason: 'traits_left_out', n: 2 }])
  expect(data.map(({ detail }: { detail: string }) => detail).sort()).toEqual([
    '1 traits with new names, such as "brandNew": 2000 names are kept',
    '251 traits with new names, such as "t1999", "t2000", "t2001": 2000 names are kept',
  ])
}, 120_000)

it('more than 500 traits in one message, and a text of 30,000 letters: the message counts, and what was left out is said', async () => {
  const cwd = tempFolder()
  const dataDir = `${cwd}/.telltale`
  const telltale = await openTelltale({ dataDir, clock })
  const many = Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`t${i}`, i]))
  await telltale.send([
    { type: 'identify', userId: 'u', messageId: 'a', timestamp: at(0), traits: many },
    { type: 'identify', userId: 'u', messageId: 'b', timestamp: at(1), traits: { story: 'x'.repeat(30_000) } },
  ])
  await telltale.close()
  const { out } = await runCommand(['quarantine', '--json'], { cwd, now: NOW })
  expect(
    JSON.parse(out)
      .data.map(({ detail }: { detail: string }) => detail)
      .sort(),
  ).toEqual([
    '1 of its traits: beyond 500, or longer than 4,000 characters',
    '100 of its traits: beyond 500, or longer than 4,000 characters',
  ])
}, 120_000)

it('an event that is called otherwise each time keeps its properties, is counted right, and is named by doctor and by the dictionary', async () => {
  const cwd = tempFolder()
  const dataDir = `${cwd}/.telltale`
  const telltale = await openTelltale({ dataDir, clock })
  const uploads = Array.from({ length: 300 }, (_, n) => ({
    ...{
      type: 'track',
      event: 'Uploaded',
      userId: 'u',
      messageId: `m${n}`,
      timestamp: at(n),
      context: { groupId: 'acme' },
    },
    properties: { size: 1, ...Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`file-${n}-${i}`, n])) },
  }))
  await telltale.send(uploads)
  await telltale.close()
  const events = JSON.parse((await runCommand(['events', 'Uploaded', '--json'], { cwd, now: NOW })).out)
  const [{ events: counted, properties, propertyNames }] = events.data
  expect([counted, properties.length <= 60, propertyNames]).toEqual([300, true, 50 * 40 + 1])
  const { out } = await runCommand(['doctor'], { cwd, now: NOW })
  expect(out).toContain('the latest 50 events called "Uploaded" have 2,001 different properties')
}, 120_000)
