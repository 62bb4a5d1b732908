import { errorAt } from '../check/problem-at.ts'
import { sealSignal } from '../compile/compile-signal.ts'
import { hashModel } from '../compile/hash-model.ts'
import type { Condition } from '../expression.ts'
import type { Model, Signal } from '../model.ts'
import type { Problem } from '../problem.ts'
import type { Cadence } from '../worklist.ts'
import { applyPlaybookOverride, type PlaybookOverride, playbookPath, settableOfPlaybooks } from './override-playbook.ts'

/** What people without git tune, on top of the file. */
export type Override =
  /** `at`: `when`, or `when.0` for the first part of an `all`, `when.0.1` for a part of that part; likewise for, until, escalate. */
  | { readonly kind: 'threshold'; readonly signal: string; readonly at: string; readonly value: number }
  | { readonly kind: 'enabled'; readonly signal: string; readonly enabled: boolean }
  | {
      readonly kind: 'text'
      readonly signal: string
      readonly team?: string
      readonly action?: string
      readonly cadence?: Cadence
    }
  | { readonly kind: 'assignee'; readonly trait: string | null }
  | PlaybookOverride

export type Overridden = { readonly model: Model; readonly problems: readonly Problem[] }

/** The configuration in force: the file's Model with overrides laid over it, under one hash. An override that finds no place changes nothing and is reported. */
export function applyOverrides(model: Model, overrides: readonly Override[]): Overridden {
  if (overrides.length === 0) return { model, problems: [] }
  const problems: Problem[] = []
  const changed = overrides.reduce((current, override) => {
    const next = applyOverride(current, override)
    if ('model' in next) return next.model
    problems.push(next.problem)
    return current
  }, model)
  return { model: { ...changed, hash: hashModel(changed) }, problems }
}

type Applied = { readonly model: Model } | { readonly problem: Problem }

function applyOverride(model: Model, override: Override): Applied {
  if (override.kind === 'assignee') {
    return { model: { ...model, account: { ...model.account, assigneeTrait: override.trait } } }
  }
  if ('playbook' in override) {
    const next = applyPlaybookOverride(model, override)
    return next === null ? { problem: unknownPlaybookPart(model, override) } : { model: next }
  }
  const signal = model.signals.find(({ key }) => key === override.signal)
  if (signal === undefined) return { problem: unknownSignal(model, override.signal) }
  const next = overrideSignal(model, signal, override)
  if (next === null) return { problem: unknownThreshold(signal, override) }
  return { model: { ...model, signals: model.signals.map((other) => (other === signal ? next : other)) } }
}

function overrideSignal(
  model: Model,
  signal: Signal,
  override: Exclude<Override, { kind: 'assignee' } | PlaybookOverride>,
): Signal | null {
  switch (override.kind) {
    case 'enabled':
      return { ...signal, enabled: override.enabled }
    case 'text': {
      const { team, action, cadence } = override
      const before = signal.suggest ?? { team: '', action: '', cadence: 'once' as const }
      const suggest = { team: team ?? before.team, action: action ?? before.action, cadence: cadence ?? before.cadence }
      return { ...signal, suggest }
    }
    case 'threshold':
      return overrideThreshold(model, signal, override)
  }
}

type ThresholdOverride = Extract<Override, { kind: 'threshold' }>

function overrideThreshold(model: Model, signal: Signal, { at, value }: ThresholdOverride): Signal | null {
  const next = signalWithThreshold(signal, at, value)
  return next === null ? null : sealSignal(next, model.graph)
}

/** The signal with another threshold, its sentence and hash as they were; null: there is none at that place. */
export function signalWithThreshold(signal: Signal, at: string, value: number): Signal | null {
  const [part, ...steps] = at.split('.')
  if (part !== 'for' && part !== 'when' && part !== 'until' && part !== 'escalate') return null
  const condition = signal[part]
  if (condition === null || !Number.isFinite(value)) return null
  const next = withThreshold(condition, steps.map(Number), value)
  return next === null ? null : { ...signal, [part]: next }
}

/** The condition with the threshold at the end of `steps` replaced; null when there is no comparison there. */
function withThreshold(condition: Condition, steps: readonly number[], value: number): Condition | null {
  const [step, ...rest] = steps
  if (step === undefined) return condition.kind === 'compare' ? { ...condition, value } : null
  switch (condition.kind) {
    case 'not':
    case 'certain': {
      const of = step === 0 ? withThreshold(condition.of, rest, value) : null
      return of === null ? null : { ...condition, of }
    }
    case 'all':
    case 'any':
    case 'at-least': {
      const part = condition.of[step]
      const next = part === undefined ? null : withThreshold(part, rest, value)
      return next === null ? null : { ...condition, of: condition.of.with(step, next) }
    }
    default:
      return null
  }
}

/** Every threshold of a signal that can be overridden, by its `at`. */
export function listThresholds(signal: Signal): readonly { readonly at: string; readonly value: number }[] {
  return (['for', 'when', 'until', 'escalate'] as const).flatMap((part) => {
    const condition = signal[part]
    return condition === null ? [] : thresholdsOf(condition, part)
  })
}

function thresholdsOf(condition: Condition, at: string): readonly { readonly at: string; readonly value: number }[] {
  switch (condition.kind) {
    case 'compare':
      return [{ at, value: condition.value }]
    case 'not':
    case 'certain':
      return thresholdsOf(condition.of, `${at}.0`)
    case 'all':
    case 'any':
    case 'at-least':
      return condition.of.flatMap((part, index) => thresholdsOf(part, `${at}.${index}`))
    default:
      return []
  }
}

function unknownPlaybookPart(model: Model, override: PlaybookOverride): Problem {
  const path = playbookPath(override)
  const valid = settableOfPlaybooks(model).join(', ')
  const message = `There is nothing at ${path} to override. There are: ${valid || 'none'}.`
  return errorAt('playbooks', {
    code: 'unknown_name',
    bad: path,
    message,
    mend: 'Remove the override, or name one of these.',
  })
}

function unknownSignal(model: Model, name: string): Problem {
  const valid = model.signals.map(({ key }) => key).join(', ')
  const message = `There is no signal called ${JSON.stringify(name)} to override. There are: ${valid || 'none'}.`
  return errorAt('signals', { code: 'unknown_name', bad: name, message, mend: 'Remove the override.' })
}

function unknownThreshold(signal: Signal, override: Override): Problem {
  const at = override.kind === 'threshold' ? override.at : ''
  const valid = listThresholds(signal).map((threshold) => threshold.at)
  const message = `The signal ${signal.key} has no threshold at ${JSON.stringify(at)}. There are: ${valid.join(', ') || 'none'}.`
  return errorAt(`signals.${signal.key}`, {
    code: 'unknown_name',
    bad: at,
    message,
    mend: 'Remove the override, or name one of these.',
  })
}
