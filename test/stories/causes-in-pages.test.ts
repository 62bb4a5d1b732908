import { expect, it } from 'vitest'
import { count, days, defineConfig, event, signal } from '../../src/index.ts'
import { learnFrom } from '../../src/run/decide/learn-day.ts'
import { type ReplayedOne, replayAlone } from '../../src/run/decide/replay-alone.ts'
import { tellCauses } from '../../src/run/decide/tell-causes.ts'
import { openStory } from './open-story-project.ts'

const config = defineConfig({
  events: { note: event('Note Written', { kind: 'core' }) },
  signals: { busy: signal('engagement').when(count('note', days(7)).atLeast(1)) },
})
const ACCOUNTS = Array.from({ length: 8 }, (_, i) => `account-${i}`)

it('of all accounts of a replay a page is held while their causes are found, and what is told is the same', async () => {
  const story = await openStory({ config, start: '2026-03-02T10:00:00Z' })
  const note = (groupId: string) => ({ event: 'Note Written', userId: 'ana', context: { groupId } })
  await story.send(...ACCOUNTS.map(note), { ...note('late'), timestamp: '2026-02-27T10:00:00Z' })
  await story.moveTo('2026-03-04T10:00:00Z')
  const project = story.project()
  const { store, config: inForce, judgedDay } = project
  const span = { from: project.zone.dayOf(Date.parse('2026-02-27T10:00:00Z')), to: judgedDay! }

  const tellAll = async (together: number): Promise<{ most: number; told: string[] }> => {
    let [taken, given, most] = [0, 0, 0]
    const planned = inForce.judged
    async function* judged(): AsyncGenerator<ReplayedOne> {
      const asked = { store, planned, accounts: null, days: span, references: [], toldFrom: span.from, threads: 1 }
      for await (const one of replayAlone(asked)) {
        taken += 1
        most = Math.max(most, taken - given)
        yield one
      }
    }
    const learn = learnFrom(project, planned.model, { days: span })
    const told: string[] = []
    for await (const { account, transitions } of tellCauses(
      store,
      { planned, days: span, reference: null, learn, toldFrom: span.from, together },
      judged(),
    )) {
      given += 1
      for (const { what, cause } of transitions)
        told.push(`${store.dictionary.account.keyOf(account)} ${what} ${cause}`)
    }
    return { most, told: told.sort() }
  }

  const expected = [...ACCOUNTS.map((key) => `${key} opened behaviour`), 'late opened correction'].sort()
  expect(await tellAll(1_000)).toEqual({ most: 9, told: expected })
  expect(await tellAll(3)).toEqual({ most: 3, told: expected })
})
