import type { ActivationDraft, ConditionDraft, ConfigDraft, QuantityDraft, ScoreDraft } from '../draft.ts'
import type { Level } from '../expression.ts'
import { levelOf } from '../playbooks/level-of.ts'
import { conditionsOf } from '../playbooks/playbook-draft.ts'

/** A quantity or condition where it stands: its path in the config, and the level at which it is judged. */
export type Placed<T> = {
  readonly path: string
  readonly level: Level
  /** `trend` and `event` inside a signal; `any` elsewhere. */
  readonly clock: 'trend' | 'event' | 'any'
  readonly what: T
}

export type Walked = {
  readonly quantities: readonly Placed<QuantityDraft>[]
  readonly conditions: readonly Placed<ConditionDraft>[]
}

/** Every quantity and condition written in the config, nested ones too, in order of the config. */
export function walkConfig(config: ConfigDraft): Walked {
  const found: Found = { quantities: [], conditions: [] }
  for (const [key, { level, rule }] of Object.entries(config.segments)) {
    const at = { path: `segments.${key}`, level, clock: 'any' } as const
    if (rule.kind === 'bands') visitQuantity(found, { ...at, what: rule.quantity })
    if (rule.kind === 'cases') {
      for (const { name, when } of rule.cases) visitCondition(found, { ...at, path: `${at.path}.${name}`, what: when })
    }
  }
  for (const [key, what] of Object.entries(config.indicators)) {
    visitQuantity(found, { path: `indicators.${key}`, level: what.level ?? 'account', clock: 'any', what })
  }
  for (const [key, { usage }] of Object.entries(config.entitlements)) {
    visitQuantity(found, { path: `entitlements.${key}`, level: 'account', clock: 'any', what: usage })
  }
  if (config.activation !== null) visitActivation(found, config.activation)
  for (const [key, draft] of Object.entries(config.scores)) visitScore(found, `scores.${key}`, draft)
  for (const [key, signal] of Object.entries(config.signals)) {
    const clock = signal.on === null ? 'trend' : 'event'
    for (const part of ['for', 'when', 'until', 'escalate'] as const) {
      const what = signal[part]
      if (what !== null) visitCondition(found, { path: `signals.${key}.${part}`, level: signal.level, clock, what })
    }
    const { detector, level } = signal
    if (detector !== null && detector.kind !== 'silence')
      visitQuantity(found, { path: `signals.${key}.detects`, level, clock, what: detector.of })
  }
  for (const [key, playbook] of Object.entries(config.playbooks)) {
    const level = levelOf(config, playbook.trigger)
    const at = { path: `playbooks.${key}`, level: level === 'product' ? 'account' : level, clock: 'trend' } as const
    for (const { when } of conditionsOf(playbook)) visitCondition(found, { ...at, what: when })
  }
  return found
}

/** Milestones and scores are judged at the close of the day. */
function visitActivation(found: Found, { levels, milestones }: ActivationDraft): void {
  for (const [key, { when, level: only }] of Object.entries(milestones)) {
    const path = `activation.milestones.${key}`
    for (const level of levels) {
      if (when === null || (only !== null && only !== level)) continue
      visitCondition(found, { path, level, clock: 'trend', what: when })
    }
  }
}

function visitScore(found: Found, path: string, { level, rule, exceptions }: ScoreDraft): void {
  const at = { level, clock: 'trend' } as const
  if (rule.kind === 'parts') {
    for (const [name, { of }] of Object.entries(rule.parts))
      visitQuantity(found, { ...at, path: `${path}.${name}`, what: of })
    for (const [segment, value] of rule.variants.flatMap((variant) => Object.entries(variant.in)))
      visitCondition(found, { ...at, path: `${path}.variant`, what: { kind: 'in-segment', segment, value } })
  }
  if (rule.kind === 'tiers') {
    for (const { name, when } of rule.tiers) visitCondition(found, { ...at, path: `${path}.${name}`, what: when })
  }
  for (const { when } of exceptions) visitCondition(found, { ...at, path: `${path}.exception`, what: when })
}

type Found = { readonly quantities: Placed<QuantityDraft>[]; readonly conditions: Placed<ConditionDraft>[] }

function visitCondition(found: Found, at: Placed<ConditionDraft>): void {
  found.conditions.push(at)
  const { what } = at
  if (what.kind === 'compare') visitQuantity(found, { ...at, what: what.quantity })
  else if (what.kind === 'not') visitCondition(found, { ...at, what: what.of })
  else if ('of' in what && Array.isArray(what.of)) {
    for (const part of what.of as readonly ConditionDraft[]) visitCondition(found, { ...at, what: part })
  }
}

function visitQuantity(found: Found, at: Placed<QuantityDraft>): void {
  found.quantities.push(at)
  for (const { what, level } of partsOf(at.what, at.level)) visitQuantity(found, { ...at, level, what })
  if (at.what.kind === 'roll-up-where') visitCondition(found, { ...at, level: 'member', what: at.what.when })
  if ('among' in at.what && at.what.among !== undefined)
    visitCondition(found, { ...at, level: 'member', what: at.what.among })
  if (at.what.kind === 'holds') visitCondition(found, { ...at, what: at.what.when })
}

/** The numbers that one is made of, each with the level at which it is asked. */
export function partsOf(
  what: QuantityDraft,
  level: Level,
): readonly { readonly what: QuantityDraft; readonly level: Level }[] {
  switch (what.kind) {
    case 'ratio':
      return [
        { what: what.top, level },
        { what: what.bottom, level },
      ]
    case 'change':
    case 'difference':
      return [what.now, what.before].flatMap((part) => (part === null ? [] : [{ what: part, level }]))
    case 'percentile':
      return [{ what: what.of, level }]
    case 'roll-up':
      return [{ what: what.over, level: 'member' }]
    case 'top-member':
      return [what.over, what.by].map((part) => ({ what: part, level: 'member' }))
    case 'ago':
      return [{ what: what.of, level }]
    default:
      return []
  }
}
