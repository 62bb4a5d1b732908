import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { stream, uniform } from '../../src/core/stream.ts'
import {
  bands,
  churned,
  converted,
  count,
  days,
  daysSinceLast,
  defineConfig,
  distinctUsers,
  event,
  happened,
  percentile,
  ratio,
  trait,
} from '../../src/index.ts'
import { LABEL, labelPanel } from '../../src/proof/panel/label-panel.ts'
import type { Panel } from '../../src/proof/panel/panel.ts'
import { panelWindows } from '../../src/proof/panel/panel-windows.ts'
import { cellsOf, openPast, panelOf, pays, track } from './open-past.ts'

// Opening a past judges every day of it.
vi.setConfig({ testTimeout: 60_000 })

const config = defineConfig({
  events: {
    note: event('Note Written', { kind: 'core' }),
    share: event('Note Shared', { kind: 'team' }),
    export: event('Export Started', { kind: 'other' }),
  },
  segments: {
    use: bands(count('note', days(28)), { little: 0, much: 3 }),
    size: bands(trait('seats'), { small: 1, large: 5 }),
  },
  account: { seats: trait('seats') },
  indicators: {
    notes28: count('note', days(28)),
    sinceNote: daysSinceLast('note'),
    users28: distinctUsers(['note', 'share'], days(28)),
    shared: ratio(count('share', days(28)), count('note', days(28))),
    rank: percentile(count('note', days(28))),
    exports: count('export', days(14)),
  },
  outcomes: { churned: churned(), converted: converted(), shared: happened('share') },
})

const labelsOf = (panel: Panel, outcome: string, windows: Parameters<typeof panelWindows>[0]): string[] => {
  const names = Object.keys(LABEL)
  const { labels } = labelPanel(panel, outcome, panelWindows(windows))
  return Array.from(labels, (label, row) => `${panel.entity[row]} ${panel.asOf[row]} ${names[label]}`)
}

it('everybody on every Monday as they were known then, with what became of them: by hand', async () => {
  const story = await openPast(config, '2026-04-10T12:00:00Z', [
    // 2 March is a Monday. The note of 8 March arrives on the 10th, after the Monday of the 9th.
    track('acme', 'Note Written', '03-03', { receivedAt: '2026-03-03T09:00:00Z' }),
    track('acme', 'Note Written', '03-08', { receivedAt: '2026-03-10T09:00:00Z' }),
    track('zeta', 'Note Written', '03-12'),
    track('zeta', 'Note Written', '04-08'),
    pays('acme', '03-03', { cancelDecidedAt: '2026-03-20T09:00:00Z', to: '2026-03-31T00:00:00Z' }),
    pays('zeta', '03-13'),
  ])
  const project = story.project()
  const notes = project.config.judged.model.graph.account.findIndex(({ key }) => key === 'notes28')
  const panel = await panelOf(project, { nodes: [notes] })
  expect(cellsOf(project, panel).filter((cell) => cell.includes('='))).toEqual([
    'acme 2026-03-08 notes28 = 1',
    'acme 2026-03-15 notes28 = 2',
    'acme 2026-03-22 notes28 = 2',
    'acme 2026-03-29 notes28 = 2',
    'acme 2026-04-05 notes28 = 0',
    'zeta 2026-03-15 notes28 = 1',
    'zeta 2026-03-22 notes28 = 1',
    'zeta 2026-03-29 notes28 = 1',
    'zeta 2026-04-05 notes28 = 1',
  ])
  // The cancellation is decided eleven days behind the 9th and four behind the 16th; the record ends with the 8th of April.
  expect(labelsOf(panel, 'churned', { observation: 28, gap: 7, horizon: 14 })).toEqual([
    ...['0 0 positive', '0 1 in_gap', '0 2 not_at_risk', '0 3 not_at_risk', '0 4 not_at_risk'],
    ...['1 1 negative', '1 2 censored', '1 3 censored', '1 4 censored'],
  ])
  expect(panel.provenance).toEqual({ events: 4, arrivalAssumed: 2, ghosts: 0, merged: 0, thinned: 1 })
})

it('an outcome that is looked for before the observation has ended is refused: by the types, and by the program', () => {
  expect(() => panelWindows({ observation: 28, gap: -7, horizon: 30 })).toThrow(
    expect.objectContaining({ code: 'bad_argument', params: expect.objectContaining({ argument: 'outcome window' }) }),
  )
  expect(() => panelWindows({ observation: 28, gap: 0, horizon: 0 })).toThrow('an end after the start')
  const unchecked = { days: { observation: 28, gap: -7, horizon: 30 }, gap: -1, horizon: 1 }
  // @ts-expect-error windows are made by panelWindows alone
  const labelled = () => labelPanel({} as Panel, 'churned', unchecked)
  expect(labelled).toThrow()
})

const DAYS = 40
const START = Date.parse('2026-02-02T00:00:00Z')
const WHEN = START + 28 * 86_400_000

type Happening = { readonly account: number; readonly what: number; readonly minute: number; readonly late: number }

/** What a seed makes of many accounts: one draw of these says more than many draws of a few, since opening a store costs more than judging one. */
function happeningsOf(seed: number): Happening[] {
  const source = stream(seed, 'happenings')
  const below = (n: number): number => Math.floor(uniform(source) * n)
  return Array.from({ length: 450 }, () => ({
    ...{ account: below(25), what: below(5), minute: below(DAYS * 1440) },
    late: below(2) === 0 ? 0 : below(5 * 1440),
  }))
}

/** Messages that arrive when they happen or up to five days later. */
function messageOf(
  { account, what, minute, late }: Happening,
  i: number,
): Readonly<Record<string, unknown>> & { readonly receivedAt: string } {
  const timestamp = new Date(START + minute * 60_000).toISOString()
  const receivedAt = new Date(START + (minute + late) * 60_000).toISOString()
  const of = { messageId: `m${i}`, timestamp, receivedAt }
  const [groupId, userId] = [`a${account}`, `u${account}${what % 2}`]
  if (what === 4) return { ...of, type: 'group', userId, groupId, traits: { seats: (minute % 9) + 1 } }
  const name = ['Note Written', 'Note Written', 'Note Shared', 'Export Started'][what]!
  return { ...of, type: 'track', event: name, userId, context: { groupId } }
}

/** A file in the order of receipt, as a log is: what is behind the moment is told behind it. */
async function cellsUpTo(messages: readonly { readonly receivedAt: string }[], now: string): Promise<string[]> {
  const received = [...messages].sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1))
  const story = await openPast(config, now, received)
  const panel = await panelOf(story.project())
  const last = new Date(WHEN - 86_400_000).toISOString().slice(0, 10)
  const cells = cellsOf(story.project(), panel).filter((cell) => cell.split(' ')[1]! <= last)
  await story.close()
  return cells.sort()
}

it('what becomes known behind a moment changes no cell of it: not when it is cut off, and not when it is shuffled', async () => {
  const end = new Date(START + (DAYS + 6) * 86_400_000).toISOString()
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.nat(30), async (seed, turn) => {
      // Somebody is heard of on the day before the moment, so that the record reaches it also when it is cut off.
      const known = [...happeningsOf(seed), { account: 0, what: 0, minute: 28 * 1440 - 60, late: 0 }].map(messageOf)
      const moment = new Date(WHEN).toISOString()
      const before = known.filter(({ receivedAt }) => receivedAt < moment)
      const after = known.filter(({ receivedAt }) => receivedAt >= moment)
      const shuffled = after.map((one, i) => ({ ...one, ...whoseOf(after[(i + turn) % after.length]!) }))
      const whole = await cellsUpTo(known, end)
      expect(whole.length).toBeGreaterThan(0)
      expect(await cellsUpTo(before, new Date(WHEN + 3_600_000).toISOString())).toEqual(whole)
      expect(await cellsUpTo([...before, ...shuffled], end)).toEqual(whole)
    }),
    { numRuns: 2, examples: [[6, 2]], endOnFailure: true },
  )
})

function whoseOf(message: object): object {
  const { userId, context, groupId } = message as Record<string, unknown>
  return { userId, ...(context === undefined ? {} : { context }), ...(groupId === undefined ? {} : { groupId }) }
}
