import type { ProposedEvent } from './proposal.ts'

/** What signals can be made of. */
export type Ground = {
  readonly events: readonly ProposedEvent[]
  /** Days of recorded history. */
  readonly days: number
  /** People of an account, on average. */
  readonly team: number
  /** The outcome that the goal is about, and the one that says somebody is gone. */
  readonly outcome: string
  readonly quiet: string
  /** Days without use that mean somebody is gone. */
  readonly pause: number
}

type Suggested = { readonly team: string; readonly action: string; readonly cadence: string }

/** The lines of a signal of risk that says itself when it opens. */
export function risk(
  what: string,
  of: { readonly quiet: string; readonly pause: number; readonly action: string; readonly cadence: string },
): readonly string[] {
  return [
    `signal('risk')`,
    `.${what}`,
    ...said(of.quiet, of.pause, { team: 'success', action: of.action, cadence: of.cadence }),
  ]
}

/** What a signal announces within so many days, and what is to be done. */
export function said(outcome: string, within: number, { team, action, cadence }: Suggested): readonly string[] {
  return [
    `.predicts(outcome(${text(outcome)}).within(days(${within})))`,
    `.suggest({ team: ${text(team)}, action: ${text(action)}, cadence: ${text(cadence)} })`,
  ]
}

/** The keys of what people come for, as code. */
export function core({ events }: Pick<Ground, 'events'>): string {
  return keys(events.filter(({ kind }) => kind === 'core'))
}

/** One key, or several as a list, as code. */
export function keys(events: readonly ProposedEvent[]): string {
  const all = events.map(({ key }) => text(key))
  return all.length === 1 ? all[0]! : `[${all.join(', ')}]`
}

export function text(value: string): string {
  return `'${value}'`
}

export function times({ count, people }: ProposedEvent): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'time' : 'times'} by ${people.toLocaleString('en')} ${people === 1 ? 'person' : 'people'}`
}

/** Opens on both, a line each. */
export function whenBoth(first: string, second: string): readonly string[] {
  return ['.when(', '  all(', `    ${first},`, `    ${second},`, '  ),', ')']
}

/** Closes on either, a line each. */
export function untilEither(first: string, second: string): readonly string[] {
  return ['.until(', '  any(', `    ${first},`, `    ${second},`, '  ),', ')']
}
