import type { Filter } from '../../contract/analyze/filter.ts'
import type { FunnelQuery } from '../../contract/analyze/funnel.ts'
import { type ChosenEvents, chooseEvents } from '../question/choose-events.ts'
import { ownFilter } from '../question/own-filter.ts'
import type { ReportSource } from '../question/report-source.ts'

/** A step (or an exclusion) as it was understood. */
export type FunnelEvent = {
  readonly events: ChosenEvents
  readonly filter: Filter | undefined
  readonly filters: readonly Filter[]
  readonly firstTime: boolean
}

/** Attempts begin in [from, to); what they reach is read up to `readTo`. */
export type FunnelRange = { readonly from: number; readonly to: number; readonly readTo: number }

export type FunnelEvents = { readonly steps: readonly FunnelEvent[]; readonly exclusions: readonly FunnelEvent[] }

/** @throws unknown_name, bad_argument */
export function chooseFunnelEvents(source: ReportSource, query: FunnelQuery): FunnelEvents {
  const given = query.exclusion ?? []
  return {
    steps: query.steps.map((step, i) => toEvent(source, step, `steps.${i}.filter`)),
    exclusions: (Array.isArray(given) ? given : [given]).map((one) => toEvent(source, one, 'exclusion.filter')),
  }
}

/** The filters that steps and exclusions bring, for their names. */
export function filtersOf({ steps, exclusion = [] }: FunnelQuery): readonly (Filter | undefined)[] {
  const all = [...steps, ...(Array.isArray(exclusion) ? exclusion : [exclusion])]
  return all.map((one) => (typeof one === 'string' ? undefined : one.filter))
}

type Given = FunnelQuery['steps'][number] | Exclude<FunnelQuery['exclusion'], undefined | readonly unknown[]>

function toEvent(source: ReportSource, given: Given, argument: string): FunnelEvent {
  const { event, filter, ...rest } = typeof given === 'string' ? { event: given, filter: undefined } : given
  return {
    events: chooseEvents(source, event ?? null),
    filter,
    filters: ownFilter(filter, argument),
    firstTime: 'first_time' in rest && rest.first_time === true,
  }
}
