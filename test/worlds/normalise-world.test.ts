import { expect, test } from 'vitest'
import { compileSettings, DEFAULT_INGEST_SETTINGS } from '../../src/ingest/ingest-settings.ts'
import { type NormalisedList, normaliseMessage } from '../../src/ingest/normalise-message.ts'
import { countDelivery, emptyCounts } from '../../src/worlds/count-deliveries.ts'
import { generateWorld } from '../../src/worlds/generate-world.ts'

test('everything a world sends is accepted as it is, hostile names and ids included', () => {
  const world = generateWorld({ seed: 2, size: { accounts: 60, trials: 120, events: 30_000 } })
  const settings = compileSettings(DEFAULT_INGEST_SETTINGS)
  const { end } = world.plan.frame
  const info = {
    source: 'world',
    receivedAt: end,
    imported: true,
    type: null,
    context: null,
    sentAt: undefined,
  }
  const counts = emptyCounts()
  const list: NormalisedList = { messages: [], refused: [] }
  let n = 0
  for (const delivery of world.deliveries()) {
    countDelivery(counts, delivery)
    normaliseMessage(
      { n: n++, item: JSON.parse(JSON.stringify(delivery.message)), bytes: null, frame: info },
      settings,
      list,
    )
  }
  const kinds = new Map<string, number>()
  for (const { type } of list.messages) kinds.set(type, (kinds.get(type) ?? 0) + 1)
  expect(list.refused).toEqual([])
  expect(kinds.get('event')).toBe(counts.events + counts.copies)
  expect(kinds.get('identify')).toBe(counts.identifies)
  expect(kinds.get('group')).toBe(counts.groups)
  expect(kinds.get('subscription')).toBe(counts.subscriptions)
})
