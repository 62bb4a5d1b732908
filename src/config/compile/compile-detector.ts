import { contentHash } from '../../core/hash.ts'
import { DETECTORS, LEAST_SILENT_DAYS } from '../detectors.ts'
import type { DetectorDraft, QuantityDraft, ShiftDraft, SilenceDraft } from '../draft.ts'
import type { Condition, Level, OwnWeeks } from '../expression.ts'
import type { Detector } from '../model.ts'
import { numberAdder } from './add-number.ts'
import { factsOf } from './compile-events.ts'
import { compileQuantity, type GraphDraft } from './compile-quantity.ts'

export type CompiledDetector = { readonly detector: Detector; readonly when: Condition }

/** A detector as nodes of its level's graph, and the condition under which a judgement counts towards opening. */
export function compileDetector(graph: GraphDraft, level: Level, draft: DetectorDraft): CompiledDetector {
  return draft.kind === 'silence' ? compileSilence(graph, level, draft) : compileShift(graph, level, draft)
}

const BLOCKS = 8

function compileShift(graph: GraphDraft, level: Level, draft: ShiftDraft): CompiledDetector {
  const { weeks, direction } = DETECTORS[draft.kind]
  const down = direction === 'down'
  // How everybody's weeks are is asked of accounts, also for members.
  const all = addOwnWeeks(graph, 'account', { draft, weeks })
  const { own, usual, noun } = level === 'account' ? all : addOwnWeeks(graph, level, { draft, weeks })
  if (draft.segment !== null) graph.needSegment(draft.segment)
  const add = numberAdder(graph, level)
  const { shared, recent } = own
  const everybody = "how everybody's weeks compare with usual"
  const factor = add({ kind: 'common-factor', shared, segment: draft.segment }, everybody, 'ratio')
  const expected = add({ kind: 'expected', weeks, usual, factor }, `expected ${noun}`, 'value')
  const label = `${graph.nodes[level][recent]!.label} as a share of what was expected`
  const ratio = add({ kind: 'against', recent, expected }, label, 'share')
  const odds = `chance of so ${down ? 'few' : 'many'} if nothing had changed`
  const chance = add({ kind: 'chance', ...own, factor, direction }, odds, 'share')
  const change = (): number => {
    const [now, before] = down ? [expected, recent] : [recent, expected]
    return add({ kind: 'difference', now, before }, `${down ? 'fewer' : 'more'} than expected`, 'value')
  }
  const of: Condition[] = [
    { kind: 'compare', quantity: ratio, op: down ? '<=' : '>=', value: draft.ratio },
    { kind: 'compare', quantity: chance, op: '<=', value: draft.alpha },
    { kind: 'compare', quantity: expected, op: '>=', value: draft.expected },
  ]
  if (draft.change > 0) of.push({ kind: 'compare', quantity: change(), op: '>=', value: draft.change })
  return {
    detector: { kind: draft.kind, ratio, shift: { weeks, recent, usual, factor } },
    when: { kind: 'all', of },
  }
}

type Weeks = { readonly own: OwnWeeks; readonly usual: number; readonly noun: string }

/** The weeks of a level: those of the window added up, and those that it is held against. */
function addOwnWeeks(
  graph: GraphDraft,
  level: Level,
  { draft, weeks }: { readonly draft: ShiftDraft; readonly weeks: 1 | 4 },
): Weeks {
  const add = numberAdder(graph, level)
  const week = (ago: number): number => compileQuantity(graph, level, ofWindow(draft.of, 7, ago * 7))
  const last = week(0)
  const blocks = Array.from({ length: BLOCKS }, (_, i) => week(weeks + i))
  const { label } = graph.nodes[level][last]!
  const noun = label.replace(' in the last 7 days', '')
  const shared = `${accountWeek(graph, draft.of)}/${weeks}`
  const seen = add({ kind: 'seen' }, 'days since first seen', 'days')
  const recent = weeks === 1 ? last : addFourWeeks(graph, level, { of: draft.of, last, week, noun })
  const own: OwnWeeks = { weeks, recent, blocks, seen, shared }
  return { own, usual: add({ kind: 'usual', ...own }, `usual week of ${noun}`, 'value'), noun }
}

/** The name of the reference: the same for every level. */
function accountWeek(graph: GraphDraft, of: QuantityDraft): string {
  const node = compileQuantity(graph, 'account', ofWindow(of, 7, 0))
  return graph.nodes.account[node]!.id
}

type FourWeeks = {
  readonly of: QuantityDraft
  readonly last: number
  readonly week: (ago: number) => number
  readonly noun: string
}

/** What can be counted over four weeks is; people are counted week by week, and added up. */
function addFourWeeks(graph: GraphDraft, level: Level, { of, last, week, noun }: FourWeeks): number {
  if (of.kind === 'count') return compileQuantity(graph, level, ofWindow(of, 28, 0))
  const parts = [last, week(1), week(2), week(3)].map((node) => ({ of: node, weight: 1 }))
  const label = `${noun} of the last 4 weeks added up`
  return numberAdder(graph, level)({ kind: 'weighted', parts, cap: null }, label, 'count')
}

function ofWindow(of: QuantityDraft, days: number, offset: number): QuantityDraft {
  return 'window' in of ? { ...of, window: { kind: 'rolling', days, offset } } : of
}

/** Fewer than five a week before, and a silence that is both long and improbable. */
function compileSilence(graph: GraphDraft, level: Level, draft: SilenceDraft): CompiledDetector {
  const facts = factsOf(graph.events, draft.events, draft.where)
  const shared = `silence/${contentHash(facts)}`
  const addTo = (to: Level, read: 'days' | 'week' | 'chance'): number => {
    const [label, unit] = SILENCE_LABELS[read]
    return numberAdder(graph, to)({ kind: 'silence', facts, read, shared }, label, unit)
  }
  // Who was active on a day is asked of accounts, also for members.
  addTo('account', 'days')
  const days = addTo(level, 'days')
  const awake: Condition = { kind: 'compare', quantity: days, op: '<', value: LEAST_SILENT_DAYS }
  const ratio = numberAdder(graph, level)({ kind: 'holds', when: awake }, 'heard of within 5 business days', 'count')
  const of: Condition[] = [
    { kind: 'compare', quantity: addTo(level, 'chance'), op: '<=', value: draft.alpha },
    { kind: 'compare', quantity: days, op: '>=', value: LEAST_SILENT_DAYS },
    { kind: 'compare', quantity: addTo(level, 'week'), op: '<', value: DETECTORS['fast drop'].expected },
  ]
  return { detector: { kind: 'silence', ratio, shift: null }, when: { kind: 'all', of } }
}

const SILENCE_LABELS = {
  days: ['business days of silence', 'days'],
  week: ['usual week before the silence', 'value'],
  chance: ['chance of so long a silence if nothing had changed', 'share'],
} as const
