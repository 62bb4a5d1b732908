import type { JsonRecord } from '../../message-draft.ts'
import type { ExportMapping, Row } from '../mapping.ts'
import { groupOf, isAccountKind } from './group-of.ts'
import type { MappedMessage } from './mapped-message.ts'
import { pick, present, recordOf, textAt, textOf } from './read-value.ts'

/**
 * A row of PostHog's export of events (files, S3, or the table `events`): `uuid`, `event`, `distinct_id`, `timestamp`, `properties` as an object or
 * as JSON text, `person_properties`. Groups stand in `$groups` by their kind; whoever is not identified is a visitor.
 */
export function mapPosthog(row: Row, mapping: ExportMapping): MappedMessage {
  const properties = recordOf(row.get('properties'))
  const event = textAt(row, 'event')
  const person = textAt(row, 'distinct_id') ?? textOf(properties.distinct_id)
  const common = {
    messageId: textAt(row, 'uuid'),
    timestamp: textAt(row, 'timestamp'),
    receivedAt: textAt(row, 'created_at', '_inserted_at'),
  }
  if (event === null || common.timestamp === null) return { refused: 'the row has no event or no timestamp' }
  const ids = idsOf(properties, person)
  const traits = { ...recordOf(properties.$set_once), ...recordOf(properties.$set) }
  switch (event) {
    case '$identify':
      return { type: 'identify', ...common, userId: person, anonymousId: textOf(properties.$anon_distinct_id), traits }
    case '$set':
      return { type: 'identify', ...common, ...ids, traits }
    case '$create_alias':
      return { type: 'alias', ...common, userId: person, previousId: textOf(properties.alias) }
    case '$groupidentify':
      return isAccountKind(textOf(properties.$group_type), mapping.group)
        ? { type: 'group', ...common, groupId: textOf(properties.$group_key), traits: recordOf(properties.$group_set) }
        : { refused: `a group of another kind: ${textOf(properties.$group_type) ?? 'none'}` }
    default:
      return { ...nameOf(event, properties), ...common, ...ids, context: contextOf(row, properties, mapping) }
  }
}

/** A distinct id is that of a user once it was identified; before, it is that of the device. Servers send users' ids, and say nothing of it. */
function idsOf(properties: JsonRecord, person: string | null): Record<string, unknown> {
  const anonymous =
    properties.$is_identified === false ||
    properties.$process_person_profile === false ||
    (person !== null && person === textOf(properties.$device_id))
  return present(anonymous ? { anonymousId: person } : { userId: person })
}

function nameOf(event: string, properties: JsonRecord): { readonly type: string } & Record<string, unknown> {
  const own = pick(properties, (key) => !key.startsWith('$') && !key.startsWith('utm_') && key !== 'token')
  switch (event) {
    case '$pageview':
      return { type: 'page', name: textOf(properties.$pathname), properties: own }
    case '$screen':
      return { type: 'screen', name: textOf(properties.$screen_name), properties: own }
    case '$feature_flag_called':
      return { type: 'track', event: 'Experiment Viewed', properties: { ...own, ...variationOf(properties) } }
    default:
      return { type: 'track', event, properties: own }
  }
}

function variationOf(properties: JsonRecord): Record<string, unknown> {
  const [flag, response] = [textOf(properties.$feature_flag), properties.$feature_flag_response]
  const variation = typeof response === 'boolean' ? (response ? 'on' : 'control') : textOf(response)
  return present({ experiment_id: flag, experiment_name: flag, variation_id: variation, variation_name: variation })
}

function contextOf(row: Row, properties: JsonRecord, { group }: ExportMapping): Record<string, unknown> {
  const groups = recordOf(properties.$groups)
  const numbered = pick(properties, (key) => /^\$group_\d$/.test(key))
  const campaign = pick(properties, (key) => key.startsWith('utm_'))
  const named = Object.entries(campaign).map(([key, value]) => [key === 'utm_campaign' ? 'name' : key.slice(4), value])
  return present({
    groupId: Object.keys(groups).length > 0 ? groupOf(groups, group) : groupOf(numbered, numberedKind(numbered, group)),
    traits: recordOf(row.get('person_properties')),
    sessionId: textOf(properties.$session_id),
    referrer: textOf(properties.$referrer),
    campaign: named.length === 0 ? null : Object.fromEntries(named),
    page:
      textOf(properties.$current_url) === null ? null : { url: properties.$current_url, path: properties.$pathname },
  })
}

/** Rows without `$groups` tell groups by their number only: the one that was named by it, else the only one. */
function numberedKind(numbered: JsonRecord, group: string | undefined): string | undefined {
  return group !== undefined && Object.hasOwn(numbered, group) ? group : undefined
}
