import { expect, it } from 'vitest'
import { packMessages } from '../../test/event-rows.ts'
import type { NormalisedMessage } from '../store/analytic/message.ts'
import { stretchesOf, timeOf } from './actor-table.ts'
import { attributeBatch } from './attribute-batch.ts'
import { type AttributionState, actorsOf, emptyAttribution, personOf } from './attribution-state.ts'
import { DEFAULT_INGEST_SETTINGS } from './ingest-settings.ts'
import { restoreAttribution } from './restore-attribution.ts'
import { type TraitTable, traitsOf } from './trait-table.ts'

const at = (day: number): number => Date.UTC(2026, 2, day)
let n = 0
const envelope = (day: number, userId: string | null, anonymousId: string | null = null) => {
  n += 1
  return {
    n,
    source: 's',
    messageId: `m${n}`,
    ts: at(day),
    tsRaw: at(day),
    knownAt: at(day),
    arrivalAssumed: false,
    imported: false,
    userId,
    anonymousId,
    warnings: [],
  }
}
const event = (
  day: number,
  userId: string | null,
  anonymousId: string | null,
  accountKey: string | null,
): NormalisedMessage => ({
  type: 'event',
  ...envelope(day, userId, anonymousId),
  name: 'Task Created',
  call: 'track',
  accountKey,
  sessionId: null,
  properties: '{}',
  excluded: false,
})

/** Plain data in an order of its own, so that two states can be compared: numbers are given as actors are heard of. */
const plain = (state: AttributionState) => ({
  actors: [...state.actors.keys].sort().map((key) => ({
    ...{ key, person: personOf(state, key), all: [...actorsOf(state, key)].sort() },
    stretches: stretchesOf(state.actors, key)
      .map((one) => JSON.stringify(one))
      .sort(),
    seen: timeOf(state.actors, 'firstSeen', key),
    keyless: [timeOf(state.actors, 'keylessFirst', key), timeOf(state.actors, 'keylessLast', key)],
  })),
  ...{ accountsSeen: [...state.accountsSeen].sort(), merged: [...state.merged].sort(), names: [...state.names].sort() },
  ...{ excluded: [...state.excluded].sort(), forgotten: [...state.forgotten].sort() },
  personTraits: plainTraits(state.personTraits),
  accountTraits: plainTraits(state.accountTraits),
})
const plainTraits = (table: TraitTable) =>
  [...table.rowOf.keys()].sort().map((subject) => [subject, Object.fromEntries(traitsOf(table, subject))])
it('who is who and who belongs where survive a restart: visit, sign-up, group, role, removal, second account, merge of accounts', async () => {
  const settings = {
    ...DEFAULT_INGEST_SETTINGS,
    exclusions: [{ kind: 'email-domain' as const, domain: 'taskflow.example' }],
  }
  const messages: NormalisedMessage[] = [
    event(1, null, 'visit', null),
    {
      type: 'identify',
      ...envelope(2, 'ana', 'visit'),
      accountKey: null,
      traits: { email: 'ana@acme.example', plan: null },
    },
    { type: 'group', ...envelope(2, 'ana'), accountKey: 'acme', role: null, traits: { name: 'Acme', seats: 5 } },
    { type: 'membership', ...envelope(3, 'bo'), accountKey: 'acme', change: 'added', role: 'viewer' },
    { type: 'membership', ...envelope(4, 'bo'), accountKey: 'acme', change: 'added', role: 'admin' },
    event(5, 'bo', null, null),
    { type: 'membership', ...envelope(6, 'bo'), accountKey: 'acme', change: 'removed', role: null },
    { type: 'group', ...envelope(7, 'ana'), accountKey: 'beta', role: null, traits: { seats: 9 } },
    event(8, 'ana', null, 'beta'),
    { type: 'identify', ...envelope(8, 'staff'), accountKey: null, traits: { email: 'x@taskflow.example' } },
    { type: 'alias', ...envelope(9, 'bo'), previousId: 'old-bo' },
  ]
  const controls = [
    {
      kind: 'account_merged' as const,
      from: 'beta',
      into: 'acme',
      at: at(10),
      receivedAt: at(10),
      firstN: n + 1,
      count: 1 as const,
    },
    {
      kind: 'forgotten' as const,
      subject: 'person' as const,
      id: 'gone',
      receivedAt: at(11),
      firstN: n + 2,
      count: 1 as const,
    },
  ]
  const state = emptyAttribution()
  const batch = attributeBatch(
    { log: 'live', after: 0, upTo: n + 2, ...packMessages(messages), refused: [], controls },
    state,
    settings,
  )

  const restored = await restoreAttribution(
    [
      { links: batch.links },
      { memberships: batch.memberships.slice(0, 3) },
      { memberships: batch.memberships.slice(3) },
      { traits: batch.traits },
      {
        keyless: [
          { actor: 'a:visit', first: at(1), last: at(1) },
          { actor: 'u:bo', first: at(5), last: at(5) },
        ],
        seen: [{ actor: 'a:visit', first: at(1) }],
      },
      {
        names: ['Task Created'],
        merged: [{ from: 'beta', into: 'acme' }],
        forgotten: [{ subject: 'person', id: 'gone' }],
      },
    ],
    settings,
  )

  expect(plain(restored)).toEqual(plain(state))
})
