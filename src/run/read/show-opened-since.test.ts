import { expect, test } from 'vitest'
import type { EpisodeRow } from '../../contract/episodes.ts'
import type { Explanation } from '../../contract/explanation.ts'
import { showOpenedSince } from './show-opened-since.ts'

const off: Explanation = {
  signal: 'limitReached',
  title: 'Limit reached',
  type: 'expansion',
  level: 'account',
  clock: 'event',
  state: 'off',
  since: null,
  sinceDay: null,
  sentence: 'waits for Plan Limit Reached',
  definition: 'Opens for an account at Plan Limit Reached.',
  conditions: [],
  suggest: null,
  change: null,
}
const openedAt = '2026-04-16T09:30:00.000Z'
const opened: EpisodeRow = {
  id: 'limitReached/acme/1',
  signal: 'limitReached',
  title: 'Limit reached',
  type: 'expansion',
  entity: { level: 'account', account: 'acme' },
  entityName: 'Acme',
  ordinal: 1,
  openedAt,
  closedAt: null,
  escalatedAt: null,
  changes: [
    {
      what: 'opened',
      at: openedAt,
      asOf: '2026-04-16',
      cause: 'behaviour',
      values: [],
      evidence: [
        {
          ...{ kind: 'event', name: 'Plan Limit Reached', messageId: 'm1', ts: openedAt, actor: 'u:mara' },
          knownAt: openedAt,
        },
      ],
    },
  ],
  outcome: null,
}

test('an alert opened after the last closed day is on, with the event that opened it', () => {
  expect(showOpenedSince(off, [opened])).toEqual({
    ...off,
    state: 'on',
    since: openedAt,
    sinceDay: '2026-04-16',
    sentence: 'Plan Limit Reached by mara on 2026-04-16, after the last closed day, which the numbers are of',
  })
})

test('one that closed again, of another signal or of a member changes nothing', () => {
  const member = { level: 'member', account: 'acme', person: 'u:mara' } as const
  const others: EpisodeRow[] = [
    { ...opened, closedAt: '2026-04-16T10:00:00.000Z' },
    { ...opened, signal: 'readyToBuy' },
    { ...opened, entity: member },
  ]
  expect(showOpenedSince(off, others)).toEqual(off)
})
