import type { ConfigDraft, EventQuantityDraft, EventsDraft, FactQuantityDraft } from '../draft.ts'
import { describeWhere } from './describe-where.ts'
import { describeWindow, listing, plural } from './describe-window.ts'

/** A quantity that is made straight from facts, as an English noun phrase: "Project Created in the last 28 days". */
export function describeQuantity(draft: FactQuantityDraft, config: ConfigDraft): string {
  switch (draft.kind) {
    case 'latest':
    case 'max':
      return `${draft.kind === 'latest' ? 'latest' : 'highest'} ${describeGauge(draft.event, config)}${describeWindow(draft.window)}`
    case 'distinct-features':
      return `${draft.features === null ? 'features' : `of ${listing(draft.features)}: features`} used${describeWindow(draft.window)}`
    case 'adoption':
      return describeAdoption(draft, config)
    case 'members':
      return describeMembers(draft.roles, 'members')
    case 'active-members':
      return `${describeMembers(draft.roles, 'active members')}${describeWindow(draft.window)}`
    default:
      return describeEventQuantity(draft, config)
  }
}

function describeEventQuantity(draft: EventQuantityDraft, config: ConfigDraft): string {
  const more = 'orActive' in draft ? ' or activity' : ''
  const events = `${describeEvents(draft.events, config)}${describeWhere(draft.where)}${more}`
  switch (draft.kind) {
    case 'count':
      return `${events}${describeWindow(draft.window)}`
    case 'sum':
      return `${draft.property} of ${events} added up${describeWindow(draft.window)}`
    case 'distinct-users':
      return `users with ${events}${describeWindow(draft.window)}`
    case 'distinct-days':
      return `days with ${events}${describeWindow(draft.window)}`
    case 'days-since-first':
      return `days since the first ${events}`
    case 'days-since-last':
      return `days since the last ${events}`
    case 'streak-days':
      return `days in a row with ${events}`
    case 'streak-weeks':
      return draft.daysPerWeek === 1
        ? `weeks in a row with ${events}`
        : `weeks in a row with ${events} on at least ${plural(draft.daysPerWeek, 'day')}`
  }
}

function describeEvents(keys: EventsDraft, config: ConfigDraft): string {
  if (keys === null) return 'activity'
  return listing(
    keys.map((key) => describeEvent(key, config)),
    'or',
  )
}

/** The event's own name, with the conditions that its definition carries. */
export function describeEvent(key: string, config: ConfigDraft): string {
  const event = config.events[key]!
  const name = event.call === 'track' ? event.names[0]! : `${event.call} ${event.names[0]}`
  return `${name}${describeWhere(event.where)}`
}

function describeGauge(key: string, config: ConfigDraft): string {
  return `${config.events[key]!.gauge} of ${describeEvent(key, config)}`
}

function describeAdoption(draft: Extract<FactQuantityDraft, { kind: 'adoption' }>, config: ConfigDraft): string {
  const all = new Set(Object.values(config.events).flatMap((event) => event.feature ?? []))
  const features = draft.features === null ? `the ${plural(all.size, 'feature')}` : listing(draft.features)
  const often = draft.minimum === 1 ? '' : ` at least ${plural(draft.minimum, 'time')}`
  return `share of ${features} used${often}${describeWindow(draft.window)}`
}

function describeMembers(roles: readonly string[] | null, noun: string): string {
  return roles === null ? noun : `${noun} with role ${listing(roles, 'or')}`
}
