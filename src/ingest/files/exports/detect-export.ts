import { isRecord } from '../../message-draft.ts'
import type { ExportFormat, Row } from '../mapping.ts'
import { recordOf } from './read-value.ts'

/** Which tool's export rows are, by what they have; null: none that is known. */
export function detectExport(rows: readonly Row[]): ExportFormat | null {
  const [first] = rows
  if (first === undefined) return null
  const has = (...columns: readonly string[]) => columns.every((column) => first.has(column))
  if (has('event', 'distinct_id', 'properties', 'timestamp') && first.has('uuid')) return 'posthog'
  if (has('event_type', 'event_time') && (first.has('user_id') || first.has('device_id'))) return 'amplitude'
  if (has('event', 'properties') && isMixpanel(first.get('properties'))) return 'mixpanel'
  if (has('received_at', 'anonymous_id') && (first.has('event_text') || first.has('context_library_name')))
    return 'segment'
  return null
}

function isMixpanel(properties: unknown): boolean {
  const record = recordOf(properties)
  return isRecord(record) && Object.hasOwn(record, 'time') && Object.hasOwn(record, 'distinct_id')
}
