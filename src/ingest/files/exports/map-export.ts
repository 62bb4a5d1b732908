import { cleanId } from '../../clean-id.ts'
import type { MappedRow } from '../mapped-row.ts'
import type { ExportFormat, ExportMapping, Row } from '../mapping.ts'
import { readIso } from '../read-iso.ts'
import { mapAmplitude } from './map-amplitude.ts'
import { mapMixpanel } from './map-mixpanel.ts'
import { mapPosthog } from './map-posthog.ts'
import { mapSegment } from './map-segment.ts'
import type { MappedMessage } from './mapped-message.ts'

const MAPPERS: Readonly<Record<ExportFormat, (row: Row, mapping: ExportMapping) => MappedMessage>> = {
  segment: mapSegment,
  posthog: mapPosthog,
  amplitude: mapAmplitude,
  mixpanel: mapMixpanel,
}

/** Turns a row of another tool's export into a message. `rowId` stands in where the export has no id. */
export function mapExport(row: Row, mapping: ExportMapping, rowId: string): MappedRow {
  const mapped = MAPPERS[mapping.type](row, mapping)
  if ('refused' in mapped) return { kind: 'refused', why: String(mapped.refused) }
  const { timestamp, receivedAt, messageId, ...rest } = mapped
  const at = readIso(timestamp, mapping.timezone)
  if (at === null) return { kind: 'refused', why: `no time: ${JSON.stringify(timestamp)?.slice(0, 100) ?? 'missing'}` }
  const received = readIso(receivedAt, undefined)
  const message = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null))
  const id = cleanId(messageId)
  return {
    kind: 'message',
    message: {
      ...message,
      ...(message.type === 'group' && isNobodys(message) ? NOBODYS : {}),
      messageId: id.kind === 'id' ? id.id : rowId,
      timestamp: new Date(at).toISOString(),
      ...(received === null ? {} : { receivedAt: new Date(received).toISOString() }),
    },
  }
}

/** Rows about accounts are nobody's; said outright, since a group call that only lacks its person is refused. */
const NOBODYS = { userId: null }

function isNobodys({ userId, anonymousId }: Readonly<Record<string, unknown>>): boolean {
  return userId === undefined && anonymousId === undefined
}
