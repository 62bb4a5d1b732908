import { cpSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Transition } from '../../src/core/transition.ts'
import {
  activeShare,
  bands,
  count,
  days,
  daysSinceLast,
  decaying,
  defineConfig,
  distinctUsers,
  event,
  inSegment,
  milestone,
  not,
  part,
  points,
  rising,
  score,
  signal,
  tenure,
  trait,
} from '../../src/index.ts'
import { replayHistory } from '../../src/run/read/replay-history.ts'
import type { CommittedTransition } from '../../src/store/control/commit-judgement.ts'
import { readTransitions } from '../../src/store/control/read-judgement.ts'
import { generateWorld } from '../../src/worlds/generate-world.ts'
import type { WorldMessage } from '../../src/worlds/world-message.ts'
import { modelOf, openInProcess, openStory, type Story, storyFolder } from '../stories/open-story-project.ts'

/** Signals that change their minds often: with an event, with a day, for members, with what came late. */
const config = defineConfig({
  account: { key: ['context.groupId'] },
  exclude: [trait('internal').is(true)],
  events: {
    task: event('Task Created', { kind: 'core' }),
    board: event('Board Viewed', { kind: 'depth' }),
  },
  segments: { size: bands(count('task', days(3)), { small: 0, large: 4 }) },
  signals: {
    busy: signal('engagement')
      .when(count('task', days(3)).atLeast(4))
      .until(count('task', days(3)).under(2)),
    burst: signal('intent')
      .on('task')
      .when(count(['task', 'board'], days(2)).atLeast(4))
      .cooldown(1),
    seen: signal('intent')
      .on('board')
      .minimum(2)
      .cooldown(3)
      .escalate(count('board', days(2)).atLeast(3)),
    several: signal('engagement').when(distinctUsers('task', days(5)).atLeast(2)),
    quiet: signal('risk').when(daysSinceLast().atLeast(2)).minimum(2),
    keen: signal('engagement')
      .level('member')
      .when(count('task', days(2)).atLeast(2)),
    eager: signal('intent')
      .level('member')
      .on('task')
      .when(count('task', days(1)).atLeast(2)),
    idle: signal('risk').when(count('task', days(3)).under(1)),
    dozes: signal('risk')
      .level('member')
      .when(not(count('task', days(3)).atLeast(1))),
    strays: signal('risk')
      .level('person')
      .when(count('task', days(3)).under(1)),
    crowded: signal('engagement').level('member').when(inSegment('size', 'large')),
    roams: signal('engagement')
      .level('person')
      .when(count(['task', 'board'], days(3)).atLeast(4))
      .until(count(['task', 'board'], days(3)).under(2)),
    looks: signal('intent')
      .level('person')
      .on('board')
      .when(count('board', days(2)).atLeast(2))
      .cooldown(1),
    settled: signal('engagement').level('person').when(tenure('days').over(5)),
    shared: signal('engagement').when(activeShare(days(4)).atLeast(0.5)),
  },
  activation: {
    levels: ['account', 'member'],
    milestones: {
      tasks: milestone('core').when(count('task').atLeast(2)),
      boards: milestone('depth').when(count('board', days(3)).atLeast(3)),
      together: milestone('team').when(distinctUsers('task').atLeast(2)).level('account'),
    },
  },
  scores: {
    health: score({
      usage: part(60, count('task', days(3)), rising(0, 6)),
      seats: part(40, activeShare(days(4)), rising(0, 1)),
    }).bands({ badly: 0, well: 40 }),
    interest: decaying({ board: points(15, days(5)) }).bands({ low: 0, high: 30 }),
  },
})

const DAYS = 30
const END = Date.parse('2026-06-30T15:00:00Z')

/** The last weeks of a small world, late and repeated messages among them, in order of receipt. */
function lastWeeks(seed: number): WorldMessage[] {
  const world = generateWorld({ seed, size: { accounts: 12, trials: 60, events: 25_000 }, end: END })
  const from = new Date(END - DAYS * 86_400_000).toISOString()
  return [...world.messages()].filter((message) => message.type !== 'subscription' && message.receivedAt >= from)
}

type Step = { readonly messages: number; readonly next: 'tick' | 'settle' | 'wait' | 'crash' | 'reopen' }

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    messages: fc.integer({ min: 1, max: 60 }),
    next: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom<Step['next']>('tick', 'settle', 'wait') },
      { weight: 1, arbitrary: fc.constantFrom<Step['next']>('crash', 'reopen') },
    ),
  }),
  { minLength: 25, maxLength: 40, size: 'max' },
)

/** The two accounts that are spoken of most: one takes in the other. */
function mergedIn(messages: readonly WorldMessage[]): { from: string; into: string } {
  const counts = new Map<string, number>()
  for (const message of messages) {
    const key = message.type === 'track' ? message.context.groupId : undefined
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const [into, from] = [...counts].sort((a, b) => b[1] - a[1]).map(([key]) => key)
  return { from: from!, into: into! }
}

/** A visitor looks around and is somebody of the batch a while later: what they did before and after counts for one person. */
async function visit(story: Story, turn: number, batch: readonly WorldMessage[]): Promise<void> {
  const anonymousId = `visitor-${Math.floor(turn / 6)}`
  if (turn % 6 === 0)
    await story.post(Array.from({ length: 5 }, () => ({ event: 'Board Viewed', anonymousId, properties: { turn } })))
  const user = batch.find((message) => message.type === 'track' && message.userId !== undefined)
  const userId = user?.type === 'track' ? user.userId : undefined
  if (turn % 6 === 3 && userId !== undefined) await story.post([{ type: 'identify', userId, anonymousId }])
}

type Staff = { userId?: string | undefined; groupId?: string | undefined }

/** Whoever did something is told to be staff, and a while later that they are not; then their account likewise. */
async function tellStaff(
  story: Story,
  staff: Staff,
  { turn, batch }: { turn: number; batch: readonly WorldMessage[] },
) {
  const told = batch.find((message) => message.type === 'track' && message.userId !== undefined)
  if (turn % 8 !== 5 || told?.type !== 'track') return
  const internal = turn % 16 === 5
  if (internal) Object.assign(staff, { userId: told.userId, groupId: told.context.groupId })
  const { userId, groupId } = staff
  if (turn % 32 < 21) await story.post([{ type: 'identify', userId, traits: { internal } }])
  else await story.post([{ type: 'group', userId, groupId, traits: { internal } }])
}

/** Sends the messages in batches as they would have come, and does after each what the plan says, in turns. */
async function live(story: Story, messages: readonly WorldMessage[], plan: readonly Step[]): Promise<void> {
  const merge = { at: Math.floor(messages.length / 2), done: false }
  const staff: Staff = {}
  for (let at = 0, turn = 0; at < messages.length; turn++) {
    const step = plan[turn % plan.length]!
    const batch = messages.slice(at, at + step.messages)
    at += batch.length
    story.setClock(batch.at(-1)!.receivedAt)
    await story.post(batch)
    await visit(story, turn, batch)
    await tellStaff(story, staff, { turn, batch })
    if (at >= merge.at && !merge.done) {
      merge.done = true
      await story.control({ kind: 'account_merged', ...mergedIn(messages), at: story.now() })
    }
    if (step.next === 'tick') await story.tick()
    if (step.next === 'settle') await story.moveTo(story.now())
    if (step.next === 'crash') await story.crash()
    if (step.next === 'reopen') await story.reopen()
  }
  await story.moveTo(END)
}

/** What a change says and why it came, but for when it was committed. */
const said = ({ name, entity, what, ordinal, asOf, at, position, cause }: Transition): string =>
  JSON.stringify([asOf, at, name, entity, what, ordinal, position, cause])
const toldWhole = (change: CommittedTransition): string =>
  JSON.stringify([said(change), change.values, change.evidence])

const causesOf = (transitions: readonly CommittedTransition[]) =>
  [...new Set(transitions.map(({ cause }) => cause))].sort()

/** The same log, judged in one go by a project that knows nothing else. */
async function judgeInOneGo(story: Story): Promise<CommittedTransition[]> {
  const dir = storyFolder()
  cpSync(join(story.dir(), 'log'), join(dir, 'log'), { recursive: true })
  const { project, close } = await openInProcess(dir, modelOf(config), { now: story.now(), said: [] })
  const transitions = await readTransitions(project.control, { limit: 100_000, order: 'oldest' })
  await close()
  return transitions
}

it('lived through in random batches, with crashes, a log gives what it gives judged in one go, and what a replay that knows the rest of it gives', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1_000 }), steps, async (seed, plan) => {
      const messages = lastWeeks(seed)
      const story = await openStory({ config, start: messages[0]!.receivedAt })
      await live(story, messages, plan)
      const lived = await story.transitions()
      expect((await judgeInOneGo(story)).map(toldWhole).sort()).toEqual(lived.map(toldWhole).sort())
      const ofPersons = lived.filter(({ entity }) => entity.level === 'person')
      expect([...new Set(ofPersons.map(({ name, cause }) => `${name} ${cause}`))]).toEqual(
        expect.arrayContaining(['roams behaviour', 'roams merge', 'looks behaviour', 'settled behaviour']),
      )
      expect(causesOf(lived)).toEqual(['behaviour', 'correction', 'merge'])
      const project = story.project()
      const replayed = await replayHistory(project, { days: { from: 0, to: project.judgedDay! } })
      const closed = lived.filter(({ asOf }) => asOf <= project.judgedDay!)
      expect(replayed.map(said).sort()).toEqual(closed.map(said).sort())
      await story.close()
    }),
    { numRuns: 2, seed: 20_260_630, endOnFailure: true },
  )
}, 300_000)
