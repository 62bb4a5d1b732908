import { expect, it } from 'vitest'
import { readReference } from '../../src/fold/reference/collect-reference.ts'
import {
  activeShare,
  bands,
  count,
  days,
  defineConfig,
  distinctUsers,
  event,
  hours,
  milestone,
  percentile,
  signal,
} from '../../src/index.ts'
import { computeReferences } from '../../src/run/decide/compute-references.ts'
import { judgeAccounts } from '../../src/run/decide/judge-accounts.ts'
import { replayAlone } from '../../src/run/decide/replay-alone.ts'
import { streamTriggeredEvents } from '../../src/run/decide/stream-triggered-events.ts'
import { toldChanges } from '../../src/run/threads/told-changes.ts'
import { generateWorld } from '../../src/worlds/generate-world.ts'
import { requireBuilt } from '../require-built.ts'
import { openStory, type Sent, type Story } from './open-story-project.ts'

requireBuilt('run/threads/share-accounts.worker.js')

const config = defineConfig({
  account: { key: ['context.groupId'] },
  events: { task: event('Task Created', { kind: 'core' }), board: event('Board Viewed', { kind: 'depth' }) },
  segments: { size: bands(count('task', days(7)), { small: 0, large: 4 }) },
  signals: {
    busy: signal('engagement').when(count('task', days(3)).atLeast(4)),
    burst: signal('intent')
      .on('task')
      .when(count('task', hours(24)).atLeast(3))
      .cooldown(1),
    leads: signal('engagement').when(percentile(count('task', days(7)), { in: 'size' }).atLeast(60)),
    several: signal('engagement').when(distinctUsers('task', days(5)).atLeast(2)),
    keen: signal('engagement')
      .level('member')
      .when(count('task', days(2)).atLeast(2)),
    shared: signal('engagement').when(activeShare(days(4)).atLeast(0.5)),
  },
  activation: { milestones: { tasks: milestone('core').when(count('task').atLeast(2)) } },
})

const END = Date.parse('2026-06-30T15:00:00Z')
const WEEKS = 2

/** Some weeks of 60 accounts with who belonged to them before, late messages and members of several accounts among them. */
async function liveThrough(): Promise<Story> {
  const world = generateWorld({ seed: 5, size: { accounts: 60, trials: 20, events: 90_000 }, end: END })
  const from = new Date(END - WEEKS * 7 * 86_400_000).toISOString()
  const all = [...world.messages()].filter(({ type }) => type !== 'subscription')
  const messages = all.filter(({ receivedAt }) => receivedAt >= from)
  const story = await openStory({ config, start: from })
  const before = all.filter(({ type, receivedAt }) => type === 'group' && receivedAt < from)
  for (let at = 0; at < before.length; at += 400) await story.post(before.slice(at, at + 400) as readonly Sent[])
  for (let at = 0; at < messages.length; at += 400) {
    const batch = messages.slice(at, at + 400)
    story.setClock(batch.at(-1)!.receivedAt)
    await story.post(batch as readonly Sent[])
  }
  await story.moveTo(END)
  return story
}

it('a replay gives the same to the byte on one thread, two and three, and it is what judging each account gives', async () => {
  const story = await liveThrough()
  const { store, config: inForce, judgedDay } = story.project()
  const planned = inForce.judged
  const span = { from: judgedDay! - WEEKS * 7, to: judgedDay! }
  const toldFrom = judgedDay! - 10
  const references = await computeReferences(store, planned, span)
  const asked = { store, planned, accounts: null, days: span, references, toldFrom }

  const expected: string[] = []
  const judged = judgeAccounts({
    ...{ store, planned, accounts: null, days: span, view: 'decision', reference: readReference(references) },
    events: streamTriggeredEvents(store, planned.model, { accounts: null, days: span }),
    stateOf: () => () => undefined,
  })
  for await (const { account, transitions, states } of judged) {
    const told = toldChanges(transitions, toldFrom)
    const plain = transitions.map((one) => ({
      ...one,
      signal: one.signal.key,
      evidence: told.has(one) ? one.evidence : [],
    }))
    expected.push(toText({ account, transitions: plain, states }))
  }

  for (const threads of [1, 2, 3]) {
    const answers: string[] = []
    for await (const { account, transitions, states } of replayAlone({ ...asked, threads })) {
      for (const { signal: rule } of transitions)
        expect([...planned.model.signals, ...planned.model.rules]).toContain(rule)
      answers.push(
        toText({ account, transitions: transitions.map((one) => ({ ...one, signal: one.signal.key })), states }),
      )
    }
    expect(answers).toEqual(expected)
  }

  // Where nobody asks why, the same changes without it.
  const bare: string[] = []
  for await (const { account, transitions, states } of replayAlone({ ...asked, toldFrom: null, threads: 2 }))
    bare.push(toText({ account, transitions: transitions.map((one) => ({ ...one, signal: one.signal.key })), states }))
  const whyless = expected.map((text) => {
    const one = JSON.parse(text) as { transitions: object[] }
    return toText({ ...one, transitions: one.transitions.map((change) => ({ ...change, evidence: [], values: [] })) })
  })
  expect(bare).toEqual(whyless)

  const said = expected.join()
  const names = ['busy', 'burst', 'leads', 'several', 'keen', 'shared', 'tasks']
  expect(names.filter((name) => !said.includes(`"${name}"`))).toEqual([])
  // More than two threads can hold: this one works on accounts as well.
  expect(expected.length).toBeGreaterThan(64)
}, 180_000)

/** As JSON with the names of each object in order: in which order they were set is no difference. */
function toText(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  )
}
