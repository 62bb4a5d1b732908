import { ChangesQuery } from '../../contract/changes.ts'
import { DictionaryQuery } from '../../contract/dictionary.ts'
import { LeftOutQuery, QuarantineQuery } from '../../contract/events.ts'
import { type ApiRoute, defineRoute } from './route.ts'
import { untilGone } from './until-gone.ts'

/** The data themselves: names, what was refused or left out, changes, how fresh all of it is. */
export const dataRoutes: readonly ApiRoute[] = [
  defineRoute({
    method: 'GET',
    path: '/events',
    operation: 'getDictionary',
    summary:
      'The event dictionary: every name that came or is listed, how it is used, what lacks, and names that look like one event.',
    query: DictionaryQuery,
    answer: 'EventDictionary',
    handle: ({ deps, query, reply }) => deps.getDictionary(query, untilGone(reply)),
  }),
  defineRoute({
    method: 'GET',
    path: '/quarantine',
    operation: 'listQuarantine',
    summary: 'Refused messages with the reason, newest first.',
    query: QuarantineQuery,
    answer: 'QuarantinePage',
    handle: ({ deps, query }) => deps.listQuarantine(query),
  }),
  defineRoute({
    method: 'GET',
    path: '/left-out',
    operation: 'listLeftOut',
    summary: 'The latest events behind one of the counts of the status of what counts nowhere, or only with care.',
    query: LeftOutQuery,
    answer: 'EventPage',
    handle: ({ deps, query }) => deps.listLeftOut(query),
  }),
  defineRoute({
    method: 'GET',
    path: '/incidents',
    operation: 'listIncidents',
    summary:
      'Days on which events came from far fewer accounts than usual, and the signals that are not judged meanwhile.',
    answer: 'IncidentList',
    handle: ({ deps }) => deps.listIncidents(),
  }),
  defineRoute({
    method: 'GET',
    path: '/changes',
    operation: 'listChanges',
    summary:
      'What changed, newest first: configurations with what each defined otherwise and who set it, incidents, imports, merged accounts.',
    query: ChangesQuery,
    answer: 'ChangeLog',
    handle: ({ deps, query }) => deps.listChanges(query),
  }),
  defineRoute({
    method: 'GET',
    path: '/storage',
    operation: 'getStorage',
    summary: 'What the data folder takes, part by part.',
    answer: 'StorageAnswer',
    handle: ({ deps }) => deps.getStorage(),
  }),
  defineRoute({
    method: 'GET',
    path: '/status',
    operation: 'getStatus',
    summary: 'How fresh everything is, and what was left out.',
    answer: 'ServerStatus',
    handle: ({ deps }) => deps.getStatus(),
  }),
]
