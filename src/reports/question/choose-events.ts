import { ACTIVE_KINDS, type EventDefinition, type PropertyCondition } from '../../config/model.ts'
import { suggestName } from '../../config/suggest-name.ts'
import type { Filter, FilterOp } from '../../contract/analyze/filter.ts'
import { telltaleError } from '../../core/errors.ts'
import type { ReportSource } from './report-source.ts'

/** Events of any of these facts (dictionary ids) that meet all conditions. */
export type EventChoice = { readonly facts: readonly number[]; readonly where: readonly Filter[] }

/** What a name of the question stands for: any of the choices. */
export type ChosenEvents = {
  readonly title: string
  readonly choices: readonly EventChoice[]
}

/**
 * Events by a key of the configuration, as they were sent, or all of a feature (the first that there is wins); null: whatever counts as active.
 * @throws unknown_name with what there is
 */
export function chooseEvents(source: ReportSource, name: string | null): ChosenEvents {
  if (name === null) return chooseActive(source)
  const configured = source.model.events.find((event) => event.key === name)
  if (configured !== undefined) return { title: `"${name}"`, choices: [choiceOf(source, configured)] }
  const facts = factsOfName(source, name)
  if (facts.length > 0) return { title: `"${name}"`, choices: [{ facts, where: [] }] }
  const ofFeature = source.model.events.filter(({ feature }) => feature === name)
  if (ofFeature.length > 0)
    return { title: `feature "${name}"`, choices: ofFeature.map((event) => choiceOf(source, event)) }
  throw unknownName('event', name, [...source.model.events.map((event) => event.key), ...sentNames(source)])
}

/** Active: kinds core, team, data and depth; everything sent by `track` where the configuration lists no events. */
function chooseActive(source: ReportSource): ChosenEvents {
  const { events } = source.model
  if (events.length === 0) return { title: 'active', choices: [{ facts: trackFacts(source), where: [] }] }
  return { title: 'active', choices: chooseKinds(source, ACTIVE_KINDS) }
}

/** All configured events of some kinds. */
export function chooseKinds(source: ReportSource, kinds: readonly string[]): readonly EventChoice[] {
  return source.model.events.filter((event) => kinds.includes(event.kind)).map((event) => choiceOf(source, event))
}

function choiceOf(source: ReportSource, event: EventDefinition): EventChoice {
  const { idOf } = source.store.dictionary.fact
  const prefix = event.call === 'track' ? 'name:' : `name:$${event.call}:`
  const measures = source.model.measures.filter((measure) => event.facts.includes(measure.key))
  return {
    facts: event.names.flatMap((name) => idOf(`${prefix}${name}`) ?? []),
    where: measures.flatMap((measure) => measure.where.map(toFilter)),
  }
}

const OPS: Readonly<Record<PropertyCondition['op'], FilterOp>> = {
  is: 'exact',
  is_not: 'is_not',
  in: 'in',
  contains: 'contains',
  gt: 'gt',
  gte: 'gte',
  lt: 'lt',
  lte: 'lte',
  is_set: 'is_set',
}

function toFilter({ path, op, value }: PropertyCondition): Filter {
  const given = value === null ? {} : { value: value as string | number | boolean | (string | number)[] }
  return { event_property: path, op: OPS[op], ...given }
}

/** All that is activity: what `track` sent, and pages and screens that the configuration lists. */
export function chooseActivity(source: ReportSource): ChosenEvents {
  const listed = source.model.events.filter((event) => event.call !== 'track').map((event) => choiceOf(source, event))
  return { title: 'any', choices: [{ facts: trackFacts(source), where: [] }, ...listed] }
}

/** Every event there is, whatever its name. */
export function everyEvent({ store }: ReportSource): EventChoice {
  const { keyOf, size } = store.dictionary.fact
  const ids = Array.from({ length: size() }, (_, i) => i + 1)
  return { facts: ids.filter((id) => keyOf(id).startsWith('name:')), where: [] }
}

/** A raw name stands for the track event and for the page and screen of that name. */
function factsOfName({ store }: ReportSource, name: string): number[] {
  const { idOf } = store.dictionary.fact
  return [`name:${name}`, `name:$page:${name}`, `name:$screen:${name}`].flatMap((key) => idOf(key) ?? [])
}

function trackFacts({ store }: ReportSource): number[] {
  const { keyOf, size } = store.dictionary.fact
  const ids = Array.from({ length: size() }, (_, i) => i + 1)
  return ids.filter((id) => keyOf(id).startsWith('name:') && !keyOf(id).startsWith('name:$'))
}

function sentNames({ store }: ReportSource): string[] {
  const { keyOf, size } = store.dictionary.fact
  const keys = Array.from({ length: size() }, (_, i) => keyOf(i + 1)).filter((key) => key.startsWith('name:'))
  return [...new Set(keys.map((key) => key.replace(/^name:(\$page:|\$screen:)?/, '')))]
}

const SHOWN = 50

/** The error of a name that is not there: what was likely meant comes first, then as many as one can read. */
export function unknownName(what: string, name: string, valid: readonly string[]): Error {
  const meant = suggestName(name, valid)
  const ordered = [...new Set([...(meant === null ? [] : [meant]), ...[...valid].sort()])]
  const more = ordered.length > SHOWN ? `, … (${ordered.length} in all)` : ''
  const shown = ordered.slice(0, SHOWN).join(', ')
  return telltaleError('unknown_name', { what, name: name.slice(0, 200), valid: `${shown || 'none'}${more}` })
}
