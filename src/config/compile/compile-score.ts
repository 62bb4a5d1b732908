import { contentHash } from '../../core/hash.ts'
import { describeScore } from '../describe/describe-score.ts'
import type { PartDraft, ScoreDraft, VariantDraft } from '../draft.ts'
import type { Condition, Level, PartCurve, ScorePart, ScoreVariant } from '../expression.ts'
import type { Band, Score } from '../model.ts'
import { scoreBands } from '../score-bands.ts'
import { sourceOf } from '../source-of.ts'
import { factsOf } from './compile-events.ts'
import { addNode, compileCondition, compileQuantity, type GraphDraft } from './compile-quantity.ts'
import { conditionWithIds } from './expr-with-ids.ts'

/** Below this share of weight with fresh data a score is unknown. */
export const LEAST_COMPLETENESS = 0.6
/** A source is fresh for at least so long. */
const FRESH_DAYS = 7

type Rule<K extends ScoreDraft['rule']['kind']> = Extract<ScoreDraft['rule'], { readonly kind: K }>
type Made = Pick<Score, 'node' | 'completeness' | 'parts'> & { readonly bands: readonly Band[] }

/** A score with its nodes, its bands as conditions, and its definition in English. */
export function compileScore(graph: GraphDraft, key: string): Score {
  const draft = graph.config.scores[key]!
  const { level, rule } = draft
  const made = compileScoreRule(graph, draft, key)
  const exceptions = draft.exceptions.map((one) => ({ ...one, when: compileCondition(graph, level, one.when) }))
  const bands = made.bands.map((band) => withExceptions(band, exceptions))
  const nodes = graph.nodes[level]
  const judged = {
    ...{ level, kind: rule.kind, node: nodes[made.node]!.id },
    bands: bands.map(({ name, when }) => ({ name, when: conditionWithIds(when, nodes, graph.segmentHashes) })),
  }
  const score = { key, level, kind: rule.kind, ...made, bands, exceptions }
  return { ...score, sentence: describeScore(score, nodes), hash: contentHash(judged) }
}

function compileScoreRule(graph: GraphDraft, draft: ScoreDraft, key: string): Made {
  switch (draft.rule.kind) {
    case 'parts':
      return compileParts(graph, { draft, rule: draft.rule, key })
    case 'decaying':
      return compileDecaying(graph, { draft, rule: draft.rule, key })
    case 'tiers':
      return compileTiers(graph, { draft, rule: draft.rule, key })
  }
}

type Of<K extends ScoreDraft['rule']['kind']> = {
  readonly draft: ScoreDraft
  readonly rule: Rule<K>
  readonly key: string
}

function compileParts(graph: GraphDraft, { draft, rule, key }: Of<'parts'>): Made {
  const { level } = draft
  const names = Object.keys(rule.parts).sort()
  const own = names.map((name) => compilePart(graph, level, rule.parts[name]!))
  const variants = [
    ...rule.variants.map((variant) => compileVariant(graph, { level, variant, names, own })),
    { for: null, parts: own },
  ]
  const node = addNode(graph, level, {
    ...{ key: null, label: `score ${key}`, unit: 'points' },
    expr: { kind: 'score', variants, least: LEAST_COMPLETENESS },
  })
  const completeness = addNode(graph, level, {
    ...{ key: null, label: `completeness of ${key}`, unit: 'share' },
    expr: { kind: 'completeness', of: node },
  })
  return {
    ...{ node, completeness },
    parts: names.map((name, at) => ({ name, of: own[at]!.of, weight: own[at]!.weight })),
    bands: variantBands(
      variants.map((variant, at) => ({
        for: variant.for,
        bands: scoreBands(node, rule.variants[at]?.bands ?? draft.bands),
      })),
    ),
  }
}

function compilePart(graph: GraphDraft, level: Level, { weight, of, curve, rhythmDays }: PartDraft): ScorePart {
  const node = compileQuantity(graph, level, of)
  const facts = sourceOf(graph, level, node)
  const source = facts.length === 0 ? null : noteSource(graph, facts)
  const followed = compileCurve(graph, graph.nodes[level][node]!.id, curve)
  return { of: node, weight, curve: followed, source, freshDays: Math.max(FRESH_DAYS, 2 * rhythmDays) }
}

/** Frozen knots are named by all that they are made of, so that those of another definition are never taken for them. */
function compileCurve(graph: GraphDraft, of: string, curve: PartDraft['curve']): PartCurve {
  if (!('among' in curve)) return curve
  const { among, knots, until } = curve
  if (among !== null) graph.needSegment(among)
  const segment = among === null ? null : graph.segmentHashes.get(among)
  const percentiles = knots.map(({ percentile }) => percentile)
  return { among, knots, until, quantity: contentHash({ of, segment, percentiles }) }
}

/** Whether a source is heard of at all is a question to all accounts, whatever the level of the score. */
function noteSource(graph: GraphDraft, facts: ReturnType<typeof sourceOf>): string {
  const expr = { kind: 'days-since-last', facts } as const
  const id = contentHash(expr)
  graph.sources.set(id, expr)
  return id
}

type OneVariant = {
  readonly level: Level
  readonly variant: VariantDraft
  readonly names: readonly string[]
  readonly own: readonly ScorePart[]
}

function compileVariant(graph: GraphDraft, { level, variant, names, own }: OneVariant): ScoreVariant {
  const groups = Object.entries(variant.in).sort(([a], [b]) => (a < b ? -1 : 1))
  const of = groups.map(([segment, value]) => compileCondition(graph, level, { kind: 'in-segment', segment, value }))
  const parts = own.map((part, at) => ({ ...part, curve: variant.curves[names[at]!] ?? part.curve }))
  return { for: { kind: 'certain', of: { kind: 'all', of } }, parts }
}

type VariantBands = { readonly for: Condition | null; readonly bands: readonly Band[] }

/** Each variant has the bands of its own, for those it is the first to fit. */
function variantBands(variants: readonly VariantBands[]): Band[] {
  if (variants.length === 1) return [...variants[0]!.bands]
  const names = [...new Set(variants.flatMap(({ bands }) => bands.map(({ name }) => name)))]
  return names.map((name) => ({
    name,
    when: {
      kind: 'any',
      of: variants.flatMap((variant, at) => {
        const band = variant.bands.find((one) => one.name === name)
        if (band === undefined) return []
        const earlier = variants
          .slice(0, at)
          .flatMap(({ for: fits }): Condition[] => (fits === null ? [] : [{ kind: 'not', of: fits }]))
        return [{ kind: 'all', of: [...earlier, ...(variant.for === null ? [] : [variant.for]), band.when] } as const]
      }),
    },
  }))
}

/** The first exception that is in force and names a band decides; one that is unknown is not in force. */
function withExceptions({ name, when }: Band, exceptions: Score['exceptions']): Band {
  const deciding = exceptions.filter(({ band }) => band !== null)
  if (deciding.length === 0) return { name, when }
  const inForce = deciding.map((one): Condition => ({ kind: 'certain', of: one.when }))
  const none: Condition = { kind: 'not', of: { kind: 'any', of: inForce } }
  const firsts = deciding.flatMap(({ band }, at): Condition[] => {
    if (band !== name) return []
    const earlier = inForce.slice(0, at).map((one): Condition => ({ kind: 'not', of: one }))
    return [{ kind: 'all', of: [...earlier, inForce[at]!] }]
  })
  return { name, when: { kind: 'any', of: [...firsts, { kind: 'all', of: [none, when] }] } }
}

/** Of an account, the sum over its members of what each is worth at most; of one person, that. */
function compileDecaying(graph: GraphDraft, { draft, rule, key }: Of<'decaying'>): Made {
  const { level } = draft
  const ofPerson = level === 'account' ? 'member' : level
  const names = Object.keys(rule.events).sort()
  const faded = names.map((name) => ({
    name,
    ...rule.events[name]!,
    node: decayedNode(graph, ofPerson, { name, ...rule.events[name]! }),
  }))
  const each = faded.map(({ node, points }) => ({ of: node, weight: points }))
  const unit = 'points' as const
  if (level !== 'account') {
    const cap = Math.min(rule.perPerson, rule.most)
    const node = addNode(graph, level, {
      key: null,
      expr: { kind: 'weighted', parts: each, cap },
      label: `score ${key}`,
      unit,
    })
    return {
      ...{ node, completeness: null, bands: scoreBands(node, draft.bands) },
      parts: faded.map((one) => ({ name: one.name, of: one.node, weight: one.points })),
    }
  }
  const label = `points of a member for ${key}`
  const own = addNode(graph, 'member', {
    key: null,
    expr: { kind: 'weighted', parts: each, cap: rule.perPerson },
    label,
    unit,
  })
  const sum = addNode(graph, level, {
    key: null,
    expr: { kind: 'roll-up', how: 'sum', over: own },
    label: `points of the members for ${key}`,
    unit,
  })
  const node = addNode(graph, level, {
    ...{ key: null, label: `score ${key}`, unit },
    expr: { kind: 'weighted', parts: [{ of: sum, weight: 1 }], cap: rule.most },
  })
  const parts = faded.map((one) => {
    const expr = { kind: 'roll-up', how: 'sum', over: one.node } as const
    return {
      name: one.name,
      of: addNode(graph, level, { key: null, expr, label: `${one.name} as it fades, of the members`, unit: 'value' }),
      weight: one.points,
    }
  })
  return { node, completeness: null, parts, bands: scoreBands(node, draft.bands) }
}

function decayedNode(
  graph: GraphDraft,
  level: Level,
  { name, lifespanDays }: { readonly name: string; readonly lifespanDays: number },
): number {
  const expr = { kind: 'decayed', facts: factsOf(graph.events, [name]), lifespanDays } as const
  return addNode(graph, level, {
    key: null,
    expr,
    label: `${name} as it fades over ${lifespanDays} days`,
    unit: 'value',
  })
}

function compileTiers(graph: GraphDraft, { draft, rule, key }: Of<'tiers'>): Made {
  const { level } = draft
  const tiers = rule.tiers.map(({ when }) => compileCondition(graph, level, when))
  const node = addNode(graph, level, {
    key: null,
    expr: { kind: 'tier', tiers, names: rule.tiers.map(({ name }) => name) },
    label: key,
    unit: 'value',
  })
  const bands = rule.tiers.map(
    ({ name }, value): Band => ({ name, when: { kind: 'compare', quantity: node, op: '=', value } }),
  )
  return { node, completeness: null, parts: [], bands }
}
