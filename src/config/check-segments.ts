import { contentHash } from '../core/hash.ts'
import { covers } from './compare-ranges.ts'
import type { ConditionDraft, ConfigDraft, SegmentDraft } from './draft.ts'
import type { Problem } from './problem.ts'

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

/** The first case that is true names the group: one that lies within an earlier one is never reached. */
function checkCases(path: string, cases: Cases): readonly Problem[] {
  return cases.flatMap(({ name, when }, index) => {
    const before = cases.slice(0, index).find((earlier) => isWithin(when, earlier.when))
    if (before === undefined) return []
    const message = `${path}.${name} is never reached: whoever is in it is in ${before.name} already.`
    const mend = `Write it before ${before.name}, or let them exclude each other.`
    return [{ level: 'error', code: 'bad_group', path: `${path}.${name}`, bad: name, place: null, message, mend }]
  })
}

function isWithin(inner: ConditionDraft, outer: ConditionDraft): boolean {
  if (contentHash(inner) === contentHash(outer)) return true
  if (inner.kind !== 'compare' || outer.kind !== 'compare') return false
  return contentHash(inner.quantity) === contentHash(outer.quantity) && covers(outer, inner)
}

function problem(path: string, code: Problem['code'], bad: string | null, message: string): Problem {
  const mend = code === 'bad_bands' ? 'Write the bands with rising beginnings.' : 'Give it groups with different names.'
  return { level: 'error', code, path, bad, place: null, message, mend }
}
