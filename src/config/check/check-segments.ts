import { contentHash } from '../../core/hash.ts'
import type { ConditionDraft, ConfigDraft, SegmentDraft } from '../draft.ts'
import type { Problem } from '../problem.ts'
import { type Compare, covers, overlap } from './compare-ranges.ts'
import { errorAt, warningAt } from './problem-at.ts'

/** Rule: a segment has groups, each once, and bands rise. */
export function checkSegments({ segments }: ConfigDraft): readonly Problem[] {
  return Object.entries(segments).flatMap(([key, { rule }]) => {
    const path = `segments.${key}`
    const names = groupNames(rule)
    const repeated = names.filter((name, index) => names.indexOf(name) !== index)
    return [
      ...(names.length === 0 ? [problem(path, 'bad_group', null, `${path} has no groups.`)] : []),
      ...repeated.map((name) => problem(path, 'bad_group', name, `${path} has the group ${name} twice.`)),
      ...(rule.kind === 'bands' ? checkBands(path, rule.bands) : []),
      ...(rule.kind === 'cases' ? checkCases(path, rule.cases) : []),
    ]
  })
}

function groupNames(rule: SegmentDraft['rule']): readonly string[] {
  if (rule.kind === 'trait-values') return rule.values
  return rule.kind === 'bands' ? rule.bands.map(({ name }) => name) : rule.cases.map(({ name }) => name)
}

type Bands = Extract<SegmentDraft['rule'], { kind: 'bands' }>['bands']

function checkBands(path: string, bands: Bands): readonly Problem[] {
  return bands.flatMap((band, index) => {
    const before = bands[index - 1]
    if (Number.isFinite(band.from) && (before === undefined || band.from > before.from)) return []
    const message =
      before === undefined
        ? `${path}.${band.name} begins at ${band.from}.`
        : `${path}.${band.name} begins at ${band.from}, not above ${before.name} at ${before.from}.`
    return [problem(`${path}.${band.name}`, 'bad_bands', String(band.from), message)]
  })
}

type Cases = Extract<SegmentDraft['rule'], { kind: 'cases' }>['cases']

/** The first case that is true names the group: one that lies within an earlier one is never reached, and one that meets it in part takes what that leaves. */
function checkCases(path: string, cases: Cases): readonly Problem[] {
  return cases.flatMap((one, index) => {
    const earlier = cases.slice(0, index)
    const around = earlier.find(({ when }) => isWithin(one.when, when))
    if (around !== undefined) return [neverReached(path, one.name, around.name)]
    const beside = earlier.find(({ when }) => overlapInPart(when, one.when))
    return beside === undefined ? [] : [overlapping(path, one.name, beside.name)]
  })
}

function neverReached(path: string, name: string, before: string): Problem {
  const message = `${path}.${name} is never reached: whoever is in it is in ${before} already.`
  const mend = `Write it before ${before}, or let them exclude each other.`
  return errorAt(`${path}.${name}`, { code: 'bad_group', bad: name, message, mend })
}

function overlapping(path: string, name: string, before: string): Problem {
  const message = `${path}.${name} overlaps ${before}: some are in both, and go to ${before} because it is written first.`
  const mend = `Let ${name} begin where ${before} ends, or take in the whole of it.`
  return warningAt(`${path}.${name}`, { code: 'groups_overlap', bad: name, message, mend })
}

function isWithin(inner: ConditionDraft, outer: ConditionDraft): boolean {
  if (contentHash(inner) === contentHash(outer)) return true
  const [within, around] = [partsOf(inner), partsOf(outer)]
  if (within === null || around === null || !around.others.every((one) => within.others.includes(one))) return false
  return [...around.ranges].every(([of, outside]) => covers(outside, within.ranges.get(of) ?? []))
}

/** Of conditions on the same: who falls through to a later, wider one is meant to, and what asks something else is a matter of order. */
function overlapInPart(before: ConditionDraft, after: ConditionDraft): boolean {
  const [a, b] = [partsOf(before), partsOf(after)]
  if (a === null || b === null || !isAlike(a, b) || isWithin(before, after)) return false
  return [...a.ranges].every(([of, range]) => overlap(...range, ...b.ranges.get(of)!))
}

/** What holds together: comparisons by what is compared, and everything else by its hash. */
type Parts = { readonly ranges: ReadonlyMap<string, readonly Compare[]>; readonly others: readonly string[] }

/** null: it asks for no number, or not for all of several things. */
function partsOf(condition: ConditionDraft): Parts | null {
  const all = condition.kind === 'all' ? condition.of : [condition]
  const ranges = new Map<string, Compare[]>()
  for (const one of all) {
    if (one.kind !== 'compare') continue
    const of = contentHash(one.quantity)
    ranges.set(of, [...(ranges.get(of) ?? []), one])
  }
  const others = all.filter(({ kind }) => kind !== 'compare').map((one) => contentHash(one))
  return ranges.size === 0 ? null : { ranges, others }
}

function isAlike(a: Parts, b: Parts): boolean {
  const sameNumbers = a.ranges.size === b.ranges.size && [...a.ranges.keys()].every((of) => b.ranges.has(of))
  return sameNumbers && a.others.length === b.others.length && a.others.every((one) => b.others.includes(one))
}

function problem(path: string, code: Problem['code'], bad: string | null, message: string): Problem {
  const mend = code === 'bad_bands' ? 'Write the bands with rising beginnings.' : 'Give it groups with different names.'
  return { level: 'error', code, path, bad, place: null, message, mend }
}
