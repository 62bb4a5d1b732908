import { telltaleError } from '../../core/errors.ts'
import type { Model, Signal } from '../model.ts'
import { CADENCES } from '../worklist.ts'
import { listThresholds, type Override } from './apply-overrides.ts'
import {
  parsePlaybookOverride,
  playbookOverridden,
  playbookPath,
  playbookValueAt,
  settableOfPlaybooks,
} from './override-playbook.ts'

const TEXTS = ['team', 'action', 'cadence'] as const
const ASSIGNEE = 'account.assignee'

/** How a person names an override: `signals.busy.when.0`, `signals.busy.enabled`, `signals.busy.action`, `account.assignee`. One path, one value in force. */
export function overridePath(override: Override): string {
  if ('playbook' in override) return playbookPath(override)
  switch (override.kind) {
    case 'threshold':
      return `signals.${override.signal}.${override.at}`
    case 'enabled':
      return `signals.${override.signal}.enabled`
    case 'text':
      return `signals.${override.signal}.${TEXTS.find((part) => override[part] !== undefined) ?? TEXTS[0]}`
    case 'assignee':
      return ASSIGNEE
  }
}

/**
 * The override that sets `path` to `value`, both as typed by a person.
 * @throws unknown_name when nothing stands at the path, bad_argument when the value does not fit there.
 */
export function parseOverride(model: Model, path: string, value: string): Override {
  if (path === ASSIGNEE) return { kind: 'assignee', trait: value }
  const [part, key = '', ...rest] = path.split('.')
  if (part === 'playbooks') return parsePlaybookOverride(model, path, value)
  if (part !== 'signals') throw telltaleError('unknown_name', { what: 'setting', name: path, valid: settable(model) })
  const signal = model.signals.find((one) => one.key === key)
  if (signal === undefined)
    throw telltaleError('unknown_name', { what: 'signal', name: key, valid: namesOf(model).join(', ') || 'none' })
  return parseSignalOverride(signal, rest.join('.'), { path, value })
}

type Typed = { readonly path: string; readonly value: string }

function parseSignalOverride(signal: Signal, at: string, { path, value }: Typed): Override {
  if (at === 'enabled') {
    if (value === 'true' || value === 'false') return { kind: 'enabled', signal: signal.key, enabled: value === 'true' }
    throw telltaleError('bad_argument', { argument: path, value: JSON.stringify(value), expected: 'true or false' })
  }
  const text = TEXTS.find((one) => one === at)
  if (text !== undefined) {
    if (text === 'cadence') checkCadence(path, value)
    return { kind: 'text', signal: signal.key, [text]: value }
  }
  if (!listThresholds(signal).some((threshold) => threshold.at === at))
    throw telltaleError('unknown_name', { what: 'setting', name: path, valid: settableOf(signal).join(', ') })
  const number = Number(value)
  if (value.trim() !== '' && Number.isFinite(number))
    return { kind: 'threshold', signal: signal.key, at, value: number }
  throw telltaleError('bad_argument', { argument: path, value: JSON.stringify(value), expected: 'a number' })
}

function checkCadence(path: string, value: string): void {
  if ((CADENCES as readonly string[]).includes(value)) return
  const expected = `one of ${CADENCES.join(', ')}`
  throw telltaleError('bad_argument', { argument: path, value: JSON.stringify(value), expected })
}

function namesOf(model: Model): string[] {
  return model.signals.map(({ key }) => key)
}

function settable(model: Model): string {
  const signals = `${ASSIGNEE}, and for a signal (${namesOf(model).join(', ') || 'none yet'}) its thresholds, enabled, ${TEXTS.join(', ')}`
  return [signals, ...settableOfPlaybooks(model)].join(', ')
}

/** Every path of a signal that can be set. */
function settableOf(signal: Signal): string[] {
  const parts = [...listThresholds(signal).map(({ at }) => at), 'enabled', ...TEXTS]
  return parts.map((part) => `signals.${signal.key}.${part}`)
}

/** Every path of a configuration that can be set. */
export function settablePaths(model: Model): string[] {
  return [...model.signals.flatMap(settableOf), ASSIGNEE]
}

/** What a model has at the place of an override, as a person would type it; null: nothing there. */
export function valueAt(model: Model, override: Override): string | null {
  if (override.kind === 'assignee') return model.account.assigneeTrait
  if ('playbook' in override) return playbookValueAt(model, override)
  const signal = model.signals.find(({ key }) => key === override.signal)
  if (signal === undefined) return null
  switch (override.kind) {
    case 'enabled':
      return String(signal.enabled)
    case 'text': {
      const part = TEXTS.find((one) => override[one] !== undefined) ?? TEXTS[0]
      return signal.suggest?.[part] ?? null
    }
    case 'threshold': {
      const found = listThresholds(signal).find(({ at }) => at === override.at)
      return found === undefined ? null : String(found.value)
    }
  }
}

/** What an override sets, as a person would type it. */
export function overriddenValue(override: Override): string {
  if ('playbook' in override) return playbookOverridden(override)
  switch (override.kind) {
    case 'threshold':
      return String(override.value)
    case 'enabled':
      return String(override.enabled)
    case 'text':
      return override.team ?? override.action ?? override.cadence ?? ''
    case 'assignee':
      return override.trait ?? 'none'
  }
}
