import type { EventKind } from '../../config/model.ts'
import type { Cell } from './beginners.ts'

/** A step that is kept, and what the configuration has to say of it. */
export type KeptStep = {
  readonly cell: Cell
  /** Of the configuration, or the name as it is sent. */
  readonly key: string
  readonly title: string
  /** null: the configuration does not name the event. */
  readonly kind: EventKind | null
  /** Predicts, and cannot be coached. */
  readonly isIntent: boolean
}

const CATEGORIES: readonly string[] = ['core', 'team', 'data', 'depth']

/** Milestones to be pasted: the events that are not there yet, and an activation within the days of the first. null: nothing can be written. */
export function writeConfig(kept: readonly KeptStep[]): string | null {
  // Whose an account is, is said of each product in its own way.
  const steps = kept.filter(({ cell }) => cell.reach !== 'owner')
  if (steps.length === 0) return null
  const named = nameSteps(steps)
  const within = Math.max(...steps.map(({ cell }) => cell.window))
  const milestones = new Map(
    named.map(({ name, kind, cell }) => {
      const category = kind !== null && CATEGORIES.includes(kind) ? kind : 'core'
      return [nameOf(name, cell), `milestone('${category}').when(${neededFor(name, cell).done})`]
    }),
  )
  return [
    ...eventsOf(named),
    '  activation: {',
    `    within: days(${within}),`,
    '    milestones: {',
    ...[...milestones].map(([key, text]) => `      ${key}: ${text},`),
    '    },',
    '  },',
  ].join('\n')
}

export type NamedStep = KeptStep & { readonly name: string }

/** With the name that its event has in the configuration, or is given there. */
export function nameSteps(steps: readonly KeptStep[]): NamedStep[] {
  return steps.map((step) => ({ ...step, name: step.kind === null ? keyOf(step.key) : step.key }))
}

/** The events that the configuration lacks. */
export function eventsOf(steps: readonly NamedStep[]): string[] {
  const missing = new Map(steps.filter(({ kind }) => kind === null).map(({ name, title }) => [name, title]))
  const events = [...missing].map(([name, title]) => `    ${name}: event(${JSON.stringify(title)}, { kind: 'core' }),`)
  return events.length === 0 ? [] : ['  events: {', ...events, '  },']
}

/** The condition of having done it, and that of having not. */
export function neededFor(
  name: string,
  { times, reach, window }: Cell,
): { readonly done: string; readonly missing: string } {
  const count = `count('${name}', days(${window}))`
  const [enough, few] = [`${count}.atLeast(${times})`, `${count}.under(${times})`]
  if (reach === 'any' || reach === 'owner') return { done: enough, missing: few }
  const users = `distinctUsers(['${name}'], days(${window}))`
  const people = reach === 'two' ? 2 : 3
  return {
    done: `all(${enough}, ${users}.atLeast(${people}))`,
    missing: `any(${few}, ${users}.under(${people}))`,
  }
}

export function nameOf(name: string, { times, reach }: Cell): string {
  const by = reach === 'two' ? 'ByTwo' : reach === 'three' ? 'ByThree' : ''
  return `${name}${times}${by}`
}

/** `Task Completed` → `taskCompleted`. */
function keyOf(name: string): string {
  const words = name
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
  const joined = words
    .map((word, i) => (i === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
    .join('')
  return /^[A-Za-z][A-Za-z0-9]*$/.test(joined) ? joined : 'newEvent'
}
