import type { DigestSettings } from '../delivery/digest-settings.ts'
import type { DeliverySettings } from '../delivery/settings.ts'
import type {
  ActivationDraft,
  ConditionDraft,
  ConfigDraft,
  DetectorDraft,
  EventsDraft,
  MilestoneDraft,
  PartDraft,
  QuantityDraft,
  ScoreDraft,
  SegmentDraft,
  SignalDraft,
} from '../draft.ts'
import type { OutcomeDraft } from '../outcome-draft.ts'
import type { RoutineDraft, WorklistDraft } from '../worklist-draft.ts'

export type RefKind =
  | ('event' | 'feature' | 'segment' | 'group' | 'indicator' | 'signal' | 'outcome')
  | ('milestone' | 'activation' | 'score' | 'band' | 'limit' | 'team' | 'channel' | 'exclusive')

/** One mention of a definition by name. `of`: the segment that a group belongs to, the score that a band does. */
export type Ref = { readonly kind: RefKind; readonly name: string; readonly of?: string }

export function refsOfSignal(signal: SignalDraft): readonly Ref[] {
  const conditions = [signal.for, signal.when, signal.until, signal.escalate]
  const refs = conditions.flatMap((condition) => (condition === null ? [] : refsOfCondition(condition)))
  if (signal.on !== null) refs.push({ kind: 'event', name: signal.on.event })
  if (signal.detector !== null) refs.push(...refsOfDetector(signal.detector))
  if (signal.predicts !== null) refs.push({ kind: 'outcome', name: signal.predicts.outcome })
  if (signal.suggest !== null) refs.push({ kind: 'team', name: signal.suggest.team })
  return refs
}

export function refsOfRoutine({ score, band, suggest }: RoutineDraft): readonly Ref[] {
  const within = refsOfCondition({ kind: 'in-band', score, band })
  return suggest === null ? within : [...within, { kind: 'team', name: suggest.team }]
}

/** Beside its routines. */
export function refsOfWorklist({ health, renewals }: WorklistDraft): readonly Ref[] {
  return [
    ...(health === null ? [] : [{ kind: 'score', name: health } as const]),
    ...(renewals === null ? [] : [{ kind: 'team', name: renewals.suggest.team } as const]),
  ]
}

export function refsOfDigest({ via, what }: DigestSettings): readonly Ref[] {
  const team = what.kind === 'tasks' ? what.team : null
  return [{ kind: 'channel', name: via }, ...(team === null ? [] : [{ kind: 'team', name: team } as const])]
}

export function refsOfDelivery({ trouble }: DeliverySettings): readonly Ref[] {
  return trouble === null ? [] : [{ kind: 'channel', name: trouble.channel }]
}

function refsOfDetector(detector: DetectorDraft): readonly Ref[] {
  if (detector.kind === 'silence') return refsOfEvents(detector.events)
  const { of, segment } = detector
  return [...refsOfQuantity(of), ...(segment === null ? [] : [{ kind: 'segment', name: segment } as const])]
}

export function refsOfSegment({ rule }: SegmentDraft): readonly Ref[] {
  switch (rule.kind) {
    case 'bands':
      return refsOfQuantity(rule.quantity)
    case 'cases':
      return rule.cases.flatMap(({ when }) => refsOfCondition(when))
    case 'trait-values':
      return []
  }
}

export function refsOfOutcome(outcome: OutcomeDraft): readonly Ref[] {
  if (outcome.kind === 'activated') return [THE_ACTIVATION]
  if (outcome.kind === 'event') return [{ kind: 'event', name: outcome.event }]
  return outcome.kind === 'inactive' ? refsOfEvents(outcome.events) : []
}

export function refsOfCondition(condition: ConditionDraft): Ref[] {
  switch (condition.kind) {
    case 'compare':
      return refsOfQuantity(condition.quantity)
    case 'trait':
      return []
    case 'in-segment':
      return [
        { kind: 'segment', name: condition.segment },
        { kind: 'group', name: condition.value, of: condition.segment },
      ]
    case 'signal':
      return [{ kind: 'signal', name: condition.signal }]
    case 'in-band':
      return [refOfBands(condition.score), { kind: 'band', name: condition.band, of: condition.score }]
    case 'not':
      return refsOfCondition(condition.of)
    case 'all':
    case 'any':
    case 'at-least':
      return condition.of.flatMap(refsOfCondition)
  }
}

export function refsOfQuantity(quantity: QuantityDraft): Ref[] {
  switch (quantity.kind) {
    case 'latest':
    case 'max':
      return [{ kind: 'event', name: quantity.event }]
    case 'distinct-features':
    case 'adoption':
      return (quantity.features ?? []).map((name) => ({ kind: 'feature', name }))
    case 'ratio':
      return [...refsOfQuantity(quantity.top), ...refsOfQuantity(quantity.bottom)]
    case 'change':
    case 'difference':
      return [quantity.now, quantity.before].flatMap((part) => (part === null ? [] : refsOfQuantity(part)))
    case 'percentile':
      return [
        ...refsOfQuantity(quantity.of),
        ...(quantity.segment === null ? [] : [{ kind: 'segment', name: quantity.segment } as const]),
      ]
    case 'roll-up':
      return [...refsOfQuantity(quantity.over), ...refsOfAmong(quantity.among)]
    case 'top-member':
      return [...refsOfQuantity(quantity.over), ...refsOfQuantity(quantity.by), ...refsOfAmong(quantity.among)]
    case 'ago':
      return refsOfQuantity(quantity.of)
    case 'roll-up-where':
      return refsOfCondition(quantity.when)
    case 'holds':
      return refsOfCondition(quantity.when)
    case 'indicator':
      return [{ kind: 'indicator', name: quantity.indicator }]
    case 'milestone':
      return [{ kind: 'milestone', name: quantity.milestone }]
    case 'activation':
      return [THE_ACTIVATION]
    case 'score':
      return [refOfScore(quantity.score)]
    case 'limit':
      return [{ kind: 'limit', name: quantity.limit }]
    default:
      return 'events' in quantity ? refsOfEvents(quantity.events) : []
  }
}

function refsOfAmong(among: ConditionDraft | undefined): Ref[] {
  return among === undefined ? [] : refsOfCondition(among)
}

const THE_ACTIVATION: Ref = { kind: 'activation', name: 'activation' }

/** Activation has bands like a score, and its name. */
function refOfScore(name: string): Ref {
  return name === 'activation' ? THE_ACTIVATION : { kind: 'score', name }
}

/** The onboarding status has bands, and no value. */
function refOfBands(name: string): Ref {
  return name === 'onboarding' ? THE_ACTIVATION : refOfScore(name)
}

export function refsOfMilestone({ when }: MilestoneDraft): readonly Ref[] {
  return when === null ? [] : refsOfCondition(when)
}

/** Beside its milestones. */
export function refsOfActivation(activation: ActivationDraft): readonly Ref[] {
  const { activated, signUp, signIn, checklist } = activation
  const events = [...(signUp ?? []), ...(signIn ?? []), ...(checklist ?? [])]
  return [...(activated === null ? [] : refsOfCondition(activated)), ...refsOfEvents(events)]
}

export function refsOfScore({ rule, exceptions }: ScoreDraft): readonly Ref[] {
  return [...refsOfScoreRule(rule), ...exceptions.flatMap(({ when }) => refsOfCondition(when))]
}

function refsOfScoreRule(rule: ScoreDraft['rule']): readonly Ref[] {
  switch (rule.kind) {
    case 'parts': {
      const groups = rule.variants.flatMap((variant) => Object.entries(variant.in))
      const within = groups.map(([segment, value]) => ({ kind: 'in-segment', segment, value }) as const)
      return [...Object.values(rule.parts).flatMap(refsOfPart), ...within.flatMap(refsOfCondition)]
    }
    case 'decaying':
      return refsOfEvents(Object.keys(rule.events))
    case 'tiers':
      return rule.tiers.flatMap(({ when }) => refsOfCondition(when))
  }
}

function refsOfPart({ of, curve }: PartDraft): readonly Ref[] {
  const among = 'among' in curve ? curve.among : null
  return [...refsOfQuantity(of), ...(among === null ? [] : [{ kind: 'segment', name: among } as const])]
}

function refsOfEvents(events: EventsDraft): Ref[] {
  return (events ?? []).map((name) => ({ kind: 'event', name }))
}

const NODE_KINDS: readonly RefKind[] = ['indicator', 'segment', 'milestone', 'activation', 'score', 'limit', 'signal']

/** What each definition of the config that may name others is made of, as `kind.name`. */
export function dependencies(config: ConfigDraft): ReadonlyMap<string, readonly string[]> {
  const graph = new Map<string, readonly string[]>()
  const add = <T>(kind: RefKind, named: Readonly<Record<string, T>>, refsOf: (of: T) => readonly Ref[]): void => {
    for (const key of Object.keys(named).sort()) {
      const needs = refsOf(named[key]!).filter((ref) => NODE_KINDS.includes(ref.kind))
      graph.set(`${kind}.${key}`, [...new Set(needs.map((ref) => `${ref.kind}.${ref.name}`))])
    }
  }
  const { activation } = config
  add('indicator', config.indicators, refsOfQuantity)
  add('segment', config.segments, refsOfSegment)
  add('milestone', activation?.milestones ?? {}, refsOfMilestone)
  add('activation', activation === null ? {} : { activation }, (of) => [
    ...Object.keys(of.milestones).map((name): Ref => ({ kind: 'milestone', name })),
    ...refsOfActivation(of),
  ])
  add('limit', config.entitlements, ({ usage }) => refsOfQuantity(usage))
  add('score', config.scores, refsOfScore)
  add('signal', config.signals, refsOfSignal)
  return graph
}

/** All that a definition (`kind.name`) rests on, over any number of steps. */
export function foundations(config: ConfigDraft, definition: string): ReadonlySet<string> {
  const needs = dependencies(config)
  const reached = new Set<string>()
  const visit = (node: string): void => {
    for (const next of needs.get(node) ?? []) {
      if (reached.has(next)) continue
      reached.add(next)
      visit(next)
    }
  }
  visit(definition)
  return reached
}
