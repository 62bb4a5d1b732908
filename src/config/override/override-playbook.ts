import { telltaleError } from '../../core/errors.ts'
import { findTemplateFault } from '../delivery/find-template-fault.ts'
import type { Model } from '../model.ts'
import { PLAYBOOK_NAMES, type Playbook, type Step } from '../playbooks/playbook.ts'
import { sealPlaybook } from '../playbooks/seal-playbook.ts'

/** What people without git tune of a playbook. `part` of a text: that of a step by its id. */
export type PlaybookOverride =
  | { readonly kind: 'playbook-enabled'; readonly playbook: string; readonly enabled: boolean }
  | {
      readonly kind: 'playbook-text'
      readonly playbook: string
      readonly step: string
      readonly part: TextPart
      readonly text: string
    }
  | { readonly kind: 'playbook-number'; readonly playbook: string; readonly part: NumberPart; readonly value: number }

type TextPart = 'subject' | 'text' | 'action' | 'value'
type NumberPart = 'priority' | 'perHour' | 'breaker'

const TEXT_PARTS: Readonly<Record<string, readonly TextPart[]>> = {
  send: ['subject', 'text'],
  task: ['action'],
  set: ['value'],
}
const NUMBERS: Readonly<Record<NumberPart, readonly [number, number]>> = {
  priority: [0, 9],
  perHour: [1, 1_000_000],
  breaker: [1, 1_000_000],
}

/** How a person names it: `playbooks.rescue.enabled`, `playbooks.rescue.steps.0.subject`, `playbooks.rescue.breaker`. */
export function playbookPath(override: PlaybookOverride): string {
  const own = `playbooks.${override.playbook}`
  switch (override.kind) {
    case 'playbook-enabled':
      return `${own}.enabled`
    case 'playbook-text':
      return `${own}.steps.${override.step}.${override.part}`
    case 'playbook-number':
      return `${own}.${override.part}`
  }
}

/** Every path of playbooks that can be set. */
export function settableOfPlaybooks({ playbooks }: Pick<Model, 'playbooks'>): string[] {
  return playbooks.flatMap(({ key, steps }) => [
    ...['enabled', ...Object.keys(NUMBERS)].map((part) => `playbooks.${key}.${part}`),
    ...steps.flatMap(({ id, kind }) => (TEXT_PARTS[kind] ?? []).map((part) => `playbooks.${key}.steps.${id}.${part}`)),
  ])
}

/** The override that sets a path of a playbook to a value, both as typed by a person. @throws unknown_name, bad_argument */
export function parsePlaybookOverride(model: Model, path: string, value: string): PlaybookOverride {
  const valid = settableOfPlaybooks(model)
  if (!valid.includes(path))
    throw telltaleError('unknown_name', { what: 'setting', name: path, valid: valid.join(', ') || 'none' })
  const [, playbook = '', ...at] = path.split('.')
  const part = at.at(-1)!
  if (part === 'enabled') {
    if (value !== 'true' && value !== 'false') throw unfit(path, value, 'true or false')
    return { kind: 'playbook-enabled', playbook, enabled: value === 'true' }
  }
  if (at.length === 1) {
    const [from, to] = NUMBERS[part as NumberPart]
    const number = Number(value)
    const fits = value.trim() !== '' && Number.isInteger(number) && number >= from && number <= to
    if (!fits) throw unfit(path, value, `a whole number from ${from} to ${to}`)
    return { kind: 'playbook-number', playbook, part: part as NumberPart, value: number }
  }
  const fault = findTemplateFault(value, PLAYBOOK_NAMES)
  if (fault !== null) throw unfit(path, value, `a text in Liquid (${fault})`)
  return { kind: 'playbook-text', playbook, step: at.slice(1, -1).join('.'), part: part as TextPart, text: value }
}

function unfit(argument: string, value: string, expected: string): Error {
  return telltaleError('bad_argument', { argument, value: JSON.stringify(value), expected })
}

/** The model with a playbook overridden; null: nothing stands at the place. Whoever is inside goes on by the version of before. */
export function applyPlaybookOverride(model: Model, override: PlaybookOverride): Model | null {
  const playbook = model.playbooks.find(({ key }) => key === override.playbook)
  const next = playbook === undefined ? null : changed(playbook, override)
  if (playbook === undefined || next === null) return null
  const rules = model.rules.map((rule) =>
    rule.subject === 'playbook' && rule.key === `${playbook.key}.begin` ? { ...rule, enabled: next.enabled } : rule,
  )
  const sealed = sealPlaybook(next, model.account.renewsOnTrait)
  return { ...model, rules, playbooks: model.playbooks.map((one) => (one === playbook ? sealed : one)) }
}

function changed(playbook: Playbook, override: PlaybookOverride): Playbook | null {
  switch (override.kind) {
    case 'playbook-enabled':
      return { ...playbook, enabled: override.enabled }
    case 'playbook-number':
      return { ...playbook, [override.part]: override.value }
    case 'playbook-text': {
      const { step, part, text } = override
      const found = playbook.steps.find(({ id }) => id === step)
      if (found === undefined || !(TEXT_PARTS[found.kind] ?? []).includes(part)) return null
      return {
        ...playbook,
        steps: playbook.steps.map((one) => (one === found ? ({ ...one, [part]: text } as Step) : one)),
      }
    }
  }
}

/** What a model has at the place, as a person would type it; null: nothing there. */
export function playbookValueAt({ playbooks }: Pick<Model, 'playbooks'>, override: PlaybookOverride): string | null {
  const playbook = playbooks.find(({ key }) => key === override.playbook)
  if (playbook === undefined) return null
  switch (override.kind) {
    case 'playbook-enabled':
      return String(playbook.enabled)
    case 'playbook-number':
      return playbook[override.part] === null ? null : String(playbook[override.part])
    case 'playbook-text': {
      const step = playbook.steps.find(({ id }) => id === override.step)
      return step === undefined ? null : String((step as unknown as Record<string, unknown>)[override.part] ?? '')
    }
  }
}

/** What it sets, as a person would type it. */
export function playbookOverridden(override: PlaybookOverride): string {
  switch (override.kind) {
    case 'playbook-enabled':
      return String(override.enabled)
    case 'playbook-number':
      return String(override.value)
    case 'playbook-text':
      return override.text
  }
}
