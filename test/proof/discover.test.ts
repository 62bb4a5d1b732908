import { expect, it, vi } from 'vitest'
import { DiscoveryAnswer } from '../../src/contract/discovery.ts'
import { churned, defineConfig, event, retained } from '../../src/index.ts'
import { countStrata, doersOf } from '../../src/proof/discover/count-cell.ts'
import type { Project } from '../../src/run/project.ts'
import { discoverSteps } from '../../src/run/prove/discover.ts'
import { planDiscovery } from '../../src/run/prove/discovery-plan.ts'
import { gatherBeginners } from '../../src/run/prove/gather-beginners.ts'
import { openPast, track } from './open-past.ts'

// Opening a past judges every day of it.
vi.setConfig({ testTimeout: 60_000 })

const config = defineConfig({
  events: { note: event('Note Written', { kind: 'core' }), share: event('Note Shared', { kind: 'team' }) },
  outcomes: { retained: retained(7, 14), churned: churned() },
})

const proving = { stop: new AbortController().signal, progress: () => {} }

/** `by` another user of the account than its first. */
const by = (userId: string): object => ({ userId })

const PAST = [
  // Somebody was there before: of whoever is seen in the first week of the record nobody knows since when.
  track('old', 'Note Written', '02-01'),
  // Three notes by the third day, two people; comes back on day 8.
  track('acme', 'Note Written', '03-02'),
  track('acme', 'Note Written', '03-03', by('second')),
  track('acme', 'Note Written', '03-04'),
  track('acme', 'Note Written', '03-10'),
  // Three notes, the third on day 4: not within three days. Does not come back.
  track('beta', 'Note Written', '03-02'),
  track('beta', 'Note Written', '03-02'),
  track('beta', 'Note Written', '03-05'),
  // The third note becomes known ten days later: at the landmark there were two. Comes back.
  track('gamma', 'Note Written', '03-03'),
  track('gamma', 'Note Written', '03-04'),
  track('gamma', 'Note Written', '03-05', { receivedAt: '2026-03-15T09:00:00Z' }),
  track('gamma', 'Note Shared', '03-12'),
  // Three notes on the first day; does not come back.
  ...['a', 'b', 'c'].map((messageId) => track('delta', 'Note Written', '03-09', { messageId })),
  // Signed up too late to be followed to the end.
  track('young', 'Note Written', '03-28'),
  track('old', 'Note Written', '04-02'),
]

async function openStory(): Promise<Project> {
  return (await openPast(config, '2026-04-04T12:00:00Z', PAST)).project()
}

it('who had done what by the landmark, as it was known then, and who came back: by hand', async () => {
  const project = await openStory()
  const plan = planDiscovery(project.config.judged.model, { outcome: 'retained' })
  expect([plan.landmark, plan.until]).toEqual([7, 15])
  const { beginners, candidates, apart } = await gatherBeginners(project, { plan, neutral: null, proving })
  const { keyOf } = project.store.dictionary.account
  const names = Array.from(beginners.cluster, keyOf)
  const came = names.filter((_, i) => beginners.had[i] === 1)
  expect([names.sort(), came.sort()]).toEqual([
    ['acme', 'beta', 'delta', 'gamma'],
    ['acme', 'gamma'],
  ])
  expect(apart).toEqual({ start_unknown: 1, too_early: 1, decided: 0, left: 0, untold: 0, never_used: 0 })
  const candidate = candidates.findIndex(({ key }) => key === 'note')
  const armsOf = (reach: 'any' | 'two', times: number, window: number) => {
    const doers = doersOf({ candidate, reach, times, window }, candidates, beginners.count)
    const strata = { of: new Int32Array(beginners.count), count: 1 }
    return countStrata({ beginners, strata, isBad: false }, Int32Array.from(doers.keys()), doers)[0]
  }
  // Within three days: acme (came back) and delta (did not).
  expect(armsOf('any', 3, 3)).toEqual({
    exposed: { successes: 1, total: 2 },
    other: { successes: 1, total: 2 },
  })
  // Within a week beta too; gamma's third was not known.
  expect(armsOf('any', 3, 7)).toEqual({
    exposed: { successes: 1, total: 3 },
    other: { successes: 1, total: 1 },
  })
  expect(armsOf('two', 2, 7)).toEqual({
    exposed: { successes: 1, total: 1 },
    other: { successes: 1, total: 3 },
  })
  const ofUsers = planDiscovery(project.config.judged.model, { outcome: 'retained', level: 'user' })
  const users = (await gatherBeginners(project, { plan: ofUsers, neutral: null, proving })).beginners
  // Acme's second user is one of her own, who did not come back; its first did.
  const own = Array.from(users.cluster, (account, i) => `${keyOf(account)} ${users.had[i]}`)
  expect(own.sort()).toEqual(['acme 0', 'acme 1', 'beta 0', 'delta 0', 'gamma 1'])
})

it('three accounts are not enough, and it is said what is missing; what cannot be asked is refused with what can', async () => {
  const story = await openPast(config, '2026-04-04T12:00:00Z', PAST)
  const project = story.project()
  const answer = await discoverSteps(project, { outcome: 'retained' }, proving)
  expect(await story.get('/discover?outcome=retained')).toEqual(answer)
  expect(await story.get('/discover?outcome=retained&landmark=3&neutral=Note%20Shared')).toMatchObject({ landmark: 3 })
  expect(await story.refusalOf('/discover?outcome=stayed')).toEqual([400, 'unknown_name'])
  expect(await story.refusalOf('/discover?landmark=0')).toEqual([400, 'bad_argument'])
  expect(DiscoveryAnswer.parse(answer)).toMatchObject({
    needed: { of: 'beginners', have: 4, need: 150 },
    ...{ finds: [], pairs: [], config: null, detectable_ratio: null },
    sentence: expect.stringContaining('Not enough data: 4 of the 150 newcomers'),
  })
  // Nobody pays: nobody can leave.
  const left = await discoverSteps(project, { outcome: 'churned' }, proving)
  expect(DiscoveryAnswer.parse(left).needed).toMatchObject({ have: 0, weeks: null })
  expect(JSON.stringify([answer, left])).not.toMatch(/\bcauses?\b|\bdrives?\b/)
  const ask = (asked: object) => discoverSteps(project, asked, proving)
  await expect(ask({ outcome: 'stayed' })).rejects.toMatchObject({
    code: 'unknown_name',
    params: { what: 'outcome', valid: 'churned, retained' },
  })
  await expect(ask({ outcome: 'churned', level: 'user' })).rejects.toMatchObject({ code: 'bad_argument' })
  await expect(ask({ outcome: 'retained', landmark: 8 })).rejects.toMatchObject({
    code: 'bad_argument',
    params: { argument: 'outcome window' },
  })
  await expect(ask({ outcome: 'retained', neutral: ['Avatar'] })).rejects.toMatchObject({ code: 'unknown_name' })
  const gone = new AbortController()
  gone.abort(new Error('nobody waits'))
  await expect(discoverSteps(project, {}, { ...proving, stop: gone.signal })).rejects.toThrow('nobody waits')
})
