import { expect, it, vi } from 'vitest'
import { type Config, daysSinceLast, defineConfig, event, signal } from '../../src/index.ts'
import { settle } from '../../src/run/advance-project.ts'
import { closePassedDays } from '../../src/run/apply/live-log.ts'
import { seedStates } from '../../src/run/decide/seed-states.ts'
import { planConfig } from '../../src/run/plan-model.ts'
import { commitJudgement } from '../../src/store/control/commit-judgement.ts'
import { readJudged } from '../../src/store/control/read-judgement.ts'
import { modelOf, openStory, tell } from './open-story-project.ts'

const quietAfter = (days: number): Config =>
  defineConfig({
    events: { note: event('Note Written', { kind: 'core' }) },
    signals: { quiet: signal('risk').when(daysSinceLast().atLeast(days)) },
  })

const ACCOUNTS = Array.from({ length: 450 }, (_, i) => `a${i + 1}`)

/** 450 accounts that have been quiet for three days, which says nothing yet under nine days and something under two. */
async function openQuiet() {
  const story = await openStory({ config: quietAfter(9), start: '2026-03-02T10:00:00Z' })
  await story.post(ACCOUNTS.map((groupId) => ({ event: 'Note Written', userId: groupId, context: { groupId } })))
  story.setClock('2026-03-06T10:00:00Z')
  const project = story.project()
  await closePassedDays(project.live, story.now())
  await settle(project)
  expect(await story.transitions()).toEqual([])
  project.config = planConfig(modelOf(quietAfter(2)), project.store, null)
  return { story, project }
}

const openedOf = (accounts: readonly string[]) =>
  accounts.map((account) => `2026-03-04 opened quiet of ${account} 1 (config)`)

it('states of many accounts are committed as they are found, two hundred accounts at a time, and the position last', async () => {
  const { story, project } = await openQuiet()
  const commit = vi.spyOn(project.control, 'transaction')
  let judged = 0
  const commitsBefore: number[] = []
  const progress = (): void => {
    judged += 1
    commitsBefore.push(commit.mock.calls.length)
  }
  const seeded = await seedStates(project, { cause: 'config', judged: { past: 7 }, progress })
  expect(seeded).toEqual({ opened: 450, closed: 0 })
  expect(judged).toBe(450)
  expect([200, 201, 400, 401, 450].map((nth) => commitsBefore[nth - 1])).toEqual([0, 1, 1, 2, 2])
  expect(commit.mock.calls).toHaveLength(4)
  expect(tell(await story.transitions())).toEqual(openedOf(ACCOUNTS))
  expect((await readJudged(project.control)).positions).toMatchObject({ past: 7 })
})

it('broken off, it is done again: nothing is opened twice, and what no account has any more ends', async () => {
  const { story, project } = await openQuiet()
  const of = { cause: 'config', judged: { past: 7 } } as const
  let judged = 0
  const stopping = (): void => {
    if (++judged === 350) throw new Error('The power went.')
  }
  await expect(seedStates(project, { ...of, progress: stopping })).rejects.toThrow('The power went.')
  expect(tell(await story.transitions())).toEqual(openedOf(ACCOUNTS.slice(0, 200)))
  expect((await readJudged(project.control)).positions).not.toHaveProperty('past')

  const state = { open: true, ordinal: 3, run: 1, escalated: false, openedDay: 20_500, closedDay: null }
  await commitJudgement(project.control, {
    states: [
      { signal: 'quiet', entity: { level: 'account', account: 'gone' }, state: { ...state, matchedDay: null } },
      { signal: 'quiet', entity: { level: 'person', person: 'nobody' }, state: { ...state, matchedDay: null } },
    ],
    ...{ transitions: [], judged: {}, judgedDay: null, committedAt: story.now() },
  })
  expect(await seedStates(project, { ...of, progress: () => {} })).toEqual({ opened: 250, closed: 2 })
  const all = [
    ...openedOf(ACCOUNTS),
    '2026-03-05 closed quiet of gone 3 (config)',
    '2026-03-05 closed quiet of person nobody 3 (config)',
  ]
  expect(tell(await story.transitions())).toEqual(all)
  expect(await seedStates(project, { ...of, progress: () => {} })).toEqual({ opened: 0, closed: 0 })
  expect(tell(await story.transitions())).toEqual(all)
})
