import type { Condition, Expr, Level, PartCurve } from '../expression.ts'
import type { QuantityNode } from '../model.ts'

export type IdScope = {
  readonly level: Level
  readonly nodes: Readonly<Record<Level, readonly QuantityNode[]>>
  /** Content hashes of segments. */
  readonly segmentHashes: ReadonlyMap<string, string>
}

/** The expression with the ids of its parts for their indices, so that equal content has an equal hash wherever it stands. */
export function exprWithIds(expr: Expr, scope: IdScope): unknown {
  const own = scope.nodes[scope.level]
  const idOf = (index: number): string => own[index]!.id
  const within = (condition: Condition): unknown => conditionWithIds(condition, own, scope.segmentHashes)
  switch (expr.kind) {
    case 'ratio':
      return { ...expr, top: idOf(expr.top), bottom: idOf(expr.bottom) }
    case 'change':
    case 'difference':
      return { ...expr, now: idOf(expr.now), before: idOf(expr.before) }
    case 'percentile':
      return { ...expr, of: idOf(expr.of), segment: expr.segment && scope.segmentHashes.get(expr.segment) }
    case 'roll-up':
    case 'top-member':
    case 'roll-up-where':
      return overMembersWithIds(expr, scope)
    case 'holds':
    case 'reached':
      return { ...expr, when: within(expr.when) }
    case 'weighted':
      return { ...expr, parts: expr.parts.map((part) => ({ ...part, of: idOf(part.of) })) }
    case 'ago':
    case 'done':
    case 'completeness':
      return { ...expr, of: idOf(expr.of) }
    case 'progress':
      return { ...expr, done: idOf(expr.done), when: within(expr.when) }
    case 'activated':
      return { ...expr, rule: within(expr.rule) }
    case 'earliest':
    case 'latest-known':
    case 'latest-of':
      return { ...expr, of: expr.of.map(idOf) }
    case 'elapsed':
      return { ...expr, from: idOf(expr.from), to: expr.to === null ? null : idOf(expr.to) }
    case 'days-of-age':
      return { ...expr, signUp: idOf(expr.signUp) }
    case 'activation-score':
    case 'onboarding':
      return onboardedWithIds(expr, idOf)
    case 'score':
      return { ...expr, variants: expr.variants.map((variant) => variantWithIds(variant, idOf, within)) }
    case 'forecast':
      return { ...expr, usage: idOf(expr.usage), limit: idOf(expr.limit) }
    case 'tier':
      return { ...expr, tiers: expr.tiers.map(within) }
    case 'common-factor':
      return { ...expr, segment: expr.segment && scope.segmentHashes.get(expr.segment) }
    default:
      return detectedWithIds(expr, idOf)
  }
}

type OverMembers = Extract<Expr, { readonly kind: 'roll-up' | 'roll-up-where' | 'top-member' }>

function overMembersWithIds(expr: OverMembers, { nodes: { member }, segmentHashes }: IdScope): unknown {
  const within = (condition: Condition): unknown => conditionWithIds(condition, member, segmentHashes)
  if (expr.kind === 'roll-up-where') return { ...expr, when: within(expr.when) }
  const by = expr.kind === 'roll-up' ? {} : { by: member[expr.by]!.id }
  const among = expr.among === undefined ? {} : { among: within(expr.among) }
  return { ...expr, over: member[expr.over]!.id, ...by, ...among }
}

function onboardedWithIds(
  expr: Extract<Expr, { readonly kind: 'activation-score' | 'onboarding' }>,
  idOf: (index: number) => string,
): unknown {
  switch (expr.kind) {
    case 'activation-score': {
      const { firstDays, returnDays, furtherFeatures } = expr
      const milestones = expr.milestones.map((one) => ({ ...one, of: idOf(one.of) }))
      const usage = { returnDays: idOf(returnDays), furtherFeatures: idOf(furtherFeatures) }
      return { kind: expr.kind, milestones, firstDays: idOf(firstDays), ...usage }
    }
    case 'onboarding': {
      const { age, allDays, dataDays, activeMembers7, signInDays14 } = expr
      const days = { allDays: idOf(allDays), dataDays: dataDays === null ? null : idOf(dataDays) }
      const usage = { activeMembers7: idOf(activeMembers7), signInDays14: idOf(signInDays14) }
      return { kind: expr.kind, done: expr.done.map(idOf), age: idOf(age), ...days, ...usage }
    }
  }
}

/** A number of a detector; what refers to no node stays as it is. */
function detectedWithIds(expr: Expr, idOf: (index: number) => string): unknown {
  switch (expr.kind) {
    case 'usual':
      return { ...expr, blocks: expr.blocks.map(idOf), seen: idOf(expr.seen), recent: idOf(expr.recent) }
    case 'expected':
      return { ...expr, usual: idOf(expr.usual), factor: idOf(expr.factor) }
    case 'against':
      return { ...expr, recent: idOf(expr.recent), expected: idOf(expr.expected) }
    case 'chance': {
      const own = { blocks: expr.blocks.map(idOf), seen: idOf(expr.seen) }
      return { ...expr, ...own, recent: idOf(expr.recent), factor: idOf(expr.factor) }
    }
    default:
      return expr
  }
}

function variantWithIds(
  variant: Extract<Expr, { readonly kind: 'score' }>['variants'][number],
  idOf: (index: number) => string,
  within: (condition: Condition) => unknown,
): unknown {
  const parts = variant.parts.map((part) => ({ ...part, of: idOf(part.of), curve: curveWithIds(part.curve) }))
  return { for: variant.for && within(variant.for), parts }
}

/** Frozen knots are told apart by their content, whatever the segment is called. */
function curveWithIds(curve: PartCurve): unknown {
  return 'among' in curve ? { knots: curve.knots, until: curve.until, quantity: curve.quantity } : curve
}

/** A condition with the content ids of its quantities for their indices and, where they are given, the hashes of segments for their names. */
export function conditionWithIds(
  condition: Condition,
  nodes: readonly QuantityNode[],
  segments: ReadonlyMap<string, string> | null = null,
): unknown {
  switch (condition.kind) {
    case 'compare':
      return { ...condition, quantity: nodes[condition.quantity]!.id }
    case 'in-segment':
      return segments === null ? condition : { ...condition, segment: segments.get(condition.segment) }
    case 'not':
    case 'certain':
      return { ...condition, of: conditionWithIds(condition.of, nodes, segments) }
    case 'all':
    case 'any':
    case 'at-least':
      return { ...condition, of: condition.of.map((part) => conditionWithIds(part, nodes, segments)) }
    default:
      return condition
  }
}
