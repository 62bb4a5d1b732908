import { createHash } from 'node:crypto'
import type { JsonRecord } from '../../message-draft.ts'
import type { ExportMapping, Row } from '../mapping.ts'
import { wallClockOf } from '../read-iso.ts'
import type { MappedMessage } from './mapped-message.ts'
import { pick, present, recordOf, textAt, textOf } from './read-value.ts'

/** Properties that name an account, where no group key was said. */
const ACCOUNTS = ['company_id', 'company', 'account_id', 'organization_id', 'workspace_id', 'group_id', 'team_id']
const OWN = new Set(['time', 'distinct_id', 'token', 'mp_lib', 'mp_processing_time_ms', 'mp_sent_by_lib_version'])
const DEVICE = '$device:'

/**
 * A row of Mixpanel's raw export: `event` and `properties` with `time` (seconds or milliseconds), `distinct_id`, `$user_id`, `$device_id`, `$insert_id`.
 * Exports hold an event as often as it was sent: copies agree in name, person, time and `$insert_id`. Projects of old export `time` as their own
 * clock showed it: `timezone` says which.
 */
export function mapMixpanel(row: Row, mapping: ExportMapping): MappedMessage {
  const properties = recordOf(row.get('properties'))
  const event = textAt(row, 'event')
  const at = timeOf(properties.time, mapping.timezone)
  if (event === null || at === null) return { refused: 'the row has no event or no time' }
  const common = {
    messageId: idOf(event, properties),
    timestamp: new Date(at).toISOString(),
    receivedAt: receivedOf(properties.mp_processing_time_ms),
  }
  switch (event) {
    case '$identify':
      return {
        ...{ type: 'identify', ...common, traits: {} },
        ...present({
          userId: textOf(properties.$identified_id),
          anonymousId: withoutDevice(textOf(properties.$anon_id)),
        }),
      }
    case '$create_alias':
      return { type: 'alias', ...common, userId: textOf(properties.alias), previousId: textOf(properties.distinct_id) }
    case '$merge':
      return mergeOf(common, properties.$distinct_ids)
    default:
      return {
        ...{ type: 'track', ...nameOf(event, properties), ...common, ...idsOf(properties) },
        context: present({ groupId: accountOf(properties, mapping.group), traits: emailOf(properties) }),
      }
  }
}

function timeOf(value: unknown, timezone: string | undefined): number | null {
  const number = Number(textOf(value) ?? Number.NaN)
  if (!Number.isFinite(number)) return null
  const ms = number < 1e11 ? number * 1_000 : number
  return timezone === undefined ? ms : wallClockOf(timezone)(ms)
}

function receivedOf(value: unknown): string | null {
  return typeof value === 'number' && Number.isFinite(value) ? new Date(value).toISOString() : null
}

function idOf(event: string, { distinct_id, time, $insert_id }: JsonRecord): string | null {
  if ($insert_id === undefined) return null
  const parts = JSON.stringify([event, distinct_id, time, $insert_id])
  return `mixpanel-${createHash('sha256').update(parts).digest('base64url').slice(0, 22)}`
}

function idsOf({ $user_id, $device_id, distinct_id }: JsonRecord): Record<string, unknown> {
  const [user, device, person] = [textOf($user_id), textOf($device_id), textOf(distinct_id)]
  if (user !== null || device !== null) return present({ userId: user, anonymousId: withoutDevice(device) })
  if (person?.startsWith(DEVICE) === true) return { anonymousId: withoutDevice(person) }
  return present({ userId: person })
}

function withoutDevice(id: string | null): string | null {
  return id?.startsWith(DEVICE) === true ? id.slice(DEVICE.length) : id
}

function mergeOf(common: Record<string, unknown>, ids: unknown): MappedMessage {
  const [one, other] = Array.isArray(ids) ? ids.map(textOf) : []
  if (one === undefined || other === undefined) return { refused: '$merge without two ids' }
  const [user, previous] = one?.startsWith(DEVICE) === true ? [other, one] : [one, other]
  return { type: 'alias', ...common, userId: user, previousId: withoutDevice(previous) }
}

function nameOf(event: string, properties: JsonRecord): Record<string, unknown> {
  const own = pick(properties, (key) => !key.startsWith('$') && !OWN.has(key))
  if (event === '$mp_web_page_view')
    return {
      type: 'page',
      name: textOf(properties.current_page_title) ?? textOf(properties.current_url_path),
      properties: own,
    }
  if (event !== '$experiment_started') return { event, properties: own }
  const [name, variation] = [textOf(properties['Experiment name']), textOf(properties['Variant name'])]
  const shown = { experiment_id: name, experiment_name: name, variation_id: variation, variation_name: variation }
  return { event: 'Experiment Viewed', properties: { ...own, ...present(shown) } }
}

function accountOf(properties: JsonRecord, group: string | undefined): string | null {
  if (group !== undefined) return Object.hasOwn(properties, group) ? textOf(properties[group]) : null
  const key = ACCOUNTS.find((one) => Object.hasOwn(properties, one))
  return key === undefined ? null : textOf(properties[key])
}

function emailOf({ $email, email }: JsonRecord): Record<string, unknown> | null {
  const address = textOf($email) ?? textOf(email)
  return address === null ? null : { email: address }
}
