import type { JsonRecord } from '../../message-draft.ts'
import type { ExportMapping, Row } from '../mapping.ts'
import { groupOf, isAccountKind } from './group-of.ts'
import type { MappedMessage } from './mapped-message.ts'
import { pick, present, recordOf, textAt, textOf } from './read-value.ts'

/**
 * A row of Amplitude's export of events: `event_type`, `event_time` (text without a zone, in UTC), `user_id`, `device_id`, `$insert_id` or `uuid`,
 * `event_properties`, `user_properties`, `groups` by their kind.
 */
export function mapAmplitude(row: Row, mapping: ExportMapping): MappedMessage {
  const event = textAt(row, 'event_type')
  const common = {
    messageId: textAt(row, '$insert_id', 'insert_id', 'uuid'),
    timestamp: textAt(row, 'event_time', 'client_event_time'),
    receivedAt: textAt(row, 'server_received_time', 'server_upload_time'),
  }
  if (event === null || common.timestamp === null) return { refused: 'the row has no event_type or no event_time' }
  const ids = present({ userId: textAt(row, 'user_id'), anonymousId: textAt(row, 'device_id') })
  const traits = recordOf(row.get('user_properties'))
  const groups = recordOf(row.get('groups'))
  const groupId = groupOf(groups, mapping.group)
  switch (event) {
    case '$identify':
      return { type: 'identify', ...common, ...ids, traits }
    case '$groupidentify':
      return Object.keys(groups).some((kind) => isAccountKind(kind, mapping.group)) && groupId !== null
        ? { type: 'group', ...common, groupId, traits: recordOf(row.get('group_properties')) }
        : { refused: `a group of another kind: ${Object.keys(groups).join(', ') || 'none'}` }
    default:
      return {
        ...{ type: 'track', ...nameOf(event, recordOf(row.get('event_properties'))), ...common, ...ids },
        context: present({ groupId, traits, sessionId: sessionOf(row.get('session_id')) }),
      }
  }
}

function nameOf(event: string, properties: JsonRecord): Record<string, unknown> {
  if (event !== '$exposure') return { event, properties: pick(properties, () => true) }
  const [flag, variation] = [textOf(properties.flag_key), textOf(properties.variant)]
  const shown = { experiment_id: flag, experiment_name: flag, variation_id: variation, variation_name: variation }
  return { event: 'Experiment Viewed', properties: present(shown) }
}

/** −1 stands for an event outside of sessions. */
function sessionOf(value: unknown): string | null {
  const session = textOf(value)
  return session === '-1' ? null : session
}
