import type { Model } from '../../config/model.ts'
import type { EpisodeRow } from '../../contract/episodes.ts'
import type { EpisodeChange, EvidenceItem } from '../../contract/explanation.ts'
import { titleOf } from '../../contract/title-of.ts'
import { dayToIso } from '../../core/time.ts'
import type { EntityRef, Evidence, Transition } from '../../core/transition.ts'

/** The transitions of one episode, in order and opening first, as the wire has it; its outcome is added by `addOutcomes`. */
export function toEpisodeRow(model: Model, changes: readonly Transition[], entityName: string): EpisodeRow | null {
  const [opening] = changes
  if (opening === undefined) return null
  const signal = model.signals.find((one) => one.key === opening.name)
  const at = (what: Transition['what']) => changes.find((change) => change.what === what)?.at
  return {
    id: episodeId(opening),
    signal: opening.name,
    title: titleOf(opening.name),
    type: signal?.type ?? 'risk',
    entity: opening.entity,
    entityName,
    ordinal: opening.ordinal,
    openedAt: iso(opening.at),
    closedAt: isoOrNull(at('closed')),
    escalatedAt: isoOrNull(at('escalated')),
    changes: changes.map(toChange),
    outcome: null,
  }
}

/** (signal, entity, ordinal), never a time. */
export function episodeId({ name, entity, ordinal }: Pick<Transition, 'name' | 'entity' | 'ordinal'>): string {
  return [name, ...entityKeys(entity), String(ordinal)].map(encodeURIComponent).join('/')
}

function entityKeys(entity: EntityRef): string[] {
  if (entity.level === 'account') return [entity.account]
  return entity.level === 'member' ? [entity.account, entity.person] : [entity.person]
}

function toChange(change: Transition): EpisodeChange {
  return {
    what: change.what,
    at: iso(change.at),
    asOf: dayToIso(change.asOf),
    cause: change.cause,
    values: change.values.map((value) => ({ ...value })),
    evidence: change.evidence.map(toItem),
  }
}

function toItem(one: Evidence): EvidenceItem {
  switch (one.kind) {
    case 'event':
      return { ...one, ts: iso(one.ts), knownAt: one.knownAt === null ? null : iso(one.knownAt) }
    case 'days':
      return { ...one, days: one.days.map(toDay) }
    case 'gauge':
      return { ...one, day: dayToIso(one.day), knownDay: dayToIso(one.knownDay) }
    case 'entitlement':
      return { ...one, from: iso(one.from), knownAt: iso(one.knownAt) }
  }
}

type EvidenceOf<K extends Evidence['kind']> = Extract<Evidence, { readonly kind: K }>

function toDay({ day, n, knownDay }: EvidenceOf<'days'>['days'][number]) {
  return { day: dayToIso(day), n, knownDay: knownDay === null ? null : dayToIso(knownDay) }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}

function isoOrNull(at: number | undefined): string | null {
  return at === undefined ? null : iso(at)
}

/** Transitions of one entity or many, grouped into episodes, each in order. */
export function groupEpisodes(transitions: readonly Transition[]): Transition[][] {
  const groups = new Map<string, Transition[]>()
  for (const transition of transitions) {
    if (transition.subject !== 'signal') continue
    const id = episodeId(transition)
    const group = groups.get(id)
    if (group === undefined) groups.set(id, [transition])
    else group.push(transition)
  }
  return [...groups.values()]
}
