import type { ExportMapping, Row } from '../mapping.ts'
import type { MappedMessage } from './mapped-message.ts'
import { pick, present, recordOf, textAt } from './read-value.ts'

/** Columns of Segment's tables that are no property and no trait. */
const OWN = new Set([
  ...['id', 'event', 'event_text', 'user_id', 'anonymous_id', 'group_id', 'previous_id', 'name', 'timestamp', 'type'],
  ...['original_timestamp', 'sent_at', 'received_at', 'uuid', 'uuid_ts', 'loaded_at', 'source_name', 'message_id'],
])
const CONTEXT = 'context_'

/**
 * A row of a table that Segment writes into a warehouse (`tracks` or the table of one event, `identifies`, `users`, `groups`, `pages`, `screens`, `aliases`), or a
 * whole message, which passes as it is. Columns are in snake case; `context_group_id` is the account.
 */
export function mapSegment(row: Row, mapping: ExportMapping): MappedMessage {
  if (typeof row.get('type') === 'string' && (row.has('messageId') || row.has('userId') || row.has('anonymousId')))
    return Object.fromEntries(row) as MappedMessage
  const common = {
    messageId: textAt(row, 'id', 'message_id'),
    timestamp: textAt(row, 'timestamp', 'original_timestamp', 'received_at'),
    receivedAt: textAt(row, 'received_at'),
  }
  if (common.timestamp === null) return { refused: 'the row has no timestamp' }
  const ids = present({ userId: textAt(row, 'user_id'), anonymousId: textAt(row, 'anonymous_id') })
  const own = pick(Object.fromEntries(row), (key) => !OWN.has(key) && !key.startsWith(CONTEXT))
  const sent = { ...common, ...ids, context: contextOf(row, mapping) }
  const event = textAt(row, 'event_text', 'event')
  if (event !== null) return { type: 'track', event, ...sent, properties: propertiesOf(row, own) }
  if (textAt(row, 'previous_id') !== null) return { type: 'alias', ...sent, previousId: textAt(row, 'previous_id') }
  if (textAt(row, 'group_id') !== null)
    return { type: 'group', ...sent, groupId: textAt(row, 'group_id'), traits: withName(row, own) }
  if (row.has('url') || row.has('path'))
    return { type: 'page', name: textAt(row, 'name', 'title'), ...sent, properties: own }
  // The table `users` has one row a person, whose id is that of the person.
  if (Object.keys(ids).length === 0 && common.messageId !== null)
    return { type: 'identify', ...common, messageId: null, userId: common.messageId, traits: withName(row, own) }
  return { type: 'identify', ...sent, traits: withName(row, own) }
}

function withName(row: Row, own: Record<string, unknown>): Record<string, unknown> {
  const name = textAt(row, 'name')
  return name === null ? own : { ...own, name }
}

/** A property may be called `name`, and stands beside the event then. */
function propertiesOf(row: Row, own: Record<string, unknown>): Record<string, unknown> {
  return { ...recordOf(row.get('properties')), ...withName(row, own) }
}

function contextOf(row: Row, { group }: ExportMapping): Record<string, unknown> {
  const page = pick(Object.fromEntries(row), (key) => key.startsWith('context_page_'))
  const campaign = pick(Object.fromEntries(row), (key) => key.startsWith('context_campaign_'))
  const email = textAt(row, 'context_traits_email')
  return present({
    groupId: textAt(row, ...(group === undefined ? ['context_group_id', 'group_id'] : [group])),
    page: inside(page, 'context_page_'),
    campaign: inside(campaign, 'context_campaign_'),
    traits: email === null ? null : { email },
  })
}

function inside(record: Record<string, unknown>, prefix: string): Record<string, unknown> | null {
  const entries = Object.entries(record).map(([key, value]) => [key.slice(prefix.length), value] as const)
  return entries.length === 0 ? null : Object.fromEntries(entries)
}
