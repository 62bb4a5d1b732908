import type { EventDefinition, EventProperties, Model } from '../../config/model.ts'
import { printable } from './render-table.ts'

/** A TypeScript module with a typed `track()` for browsers and for Node: only events of the configuration, only under their first name, only with what is said to be sent. */
export function renderTracking(model: Model): string {
  const [path = 'context.groupId'] = model.account.key
  return [
    '// Written by `telltale generate` out of the configuration. Change that, and run it again.',
    '',
    '/** What is sent with each event. */',
    'export type Events = {',
    ...eventLines(model.events),
    '}',
    '',
    'export type EventName = keyof Events & string',
    '/** Properties may be left out where none of them has to be there. */',
    'type Sent<E extends EventName> = Record<string, never> extends Events[E] ? [properties?: Events[E]] : [properties: Events[E]]',
    '',
    BROWSER(path),
    '',
    NODE(path),
    '',
  ].join('\n')
}

function eventLines(events: readonly EventDefinition[]): string[] {
  const byName = new Map<string, EventDefinition[]>()
  for (const event of events) {
    const [name] = event.names
    if (event.call === 'track' && name !== undefined) byName.set(name, [...(byName.get(name) ?? []), event])
  }
  return [...byName].flatMap(([name, own]) => [
    `  /** ${commentOf(own)} */`,
    `  readonly ${JSON.stringify(name)}: ${typeOf(own)}`,
  ])
}

function commentOf(own: readonly EventDefinition[]): string {
  const words = own.map(({ key, kind, feature, owner }) =>
    [key, kind, ...(feature === null ? [] : [feature]), ...(owner === undefined ? [] : [`owner ${owner}`])].join(', '),
  )
  return printable(words.join('; '))
    .replaceAll('*/', '* /')
    .replaceAll(/[\u2028\u2029]/g, ' ')
}

/** Of several definitions of one name, what any of them says; where one says nothing, anything may be sent. */
function typeOf(own: readonly EventDefinition[]): string {
  const said = own.flatMap(({ properties }) => (properties === undefined ? [] : [properties]))
  if (said.length === 0) return 'Readonly<Record<string, unknown>>'
  const all: EventProperties = Object.assign(Object.create(null), ...said)
  const fields = Object.entries(all).map(
    ([name, type]) => `readonly ${JSON.stringify(name)}${type.endsWith('?') ? '?' : ''}: ${type.replace('?', '')}`,
  )
  return fields.length === 0 ? 'Readonly<Record<string, never>>' : `{ ${fields.join('; ')} }`
}

/** Where the account goes in what is sent: an expression of two records, `context` and `properties`. */
function placed(path: string): { readonly context: string; readonly properties: string } {
  const [head, ...rest] = path.split('.')
  const value = rest.reduceRight((inner, key) => `{ ${JSON.stringify(key)}: ${inner} }`, 'account')
  const spread = `...(account === null ? {} : ${value})`
  const sent = '...properties'
  if (head === 'properties') return { context: '{}', properties: `{ ${sent}, ${spread} }` }
  return { context: head === 'context' ? `{ ${spread} }` : '{}', properties: `{ ${sent} }` }
}

const BROWSER = (path: string) => `/** What \`@segment/analytics-next\` and compatible clients have. */
export type BrowserClient = { track(event: string, properties?: object, options?: object): unknown }

/** A typed \`track\` for a browser. \`accountOf\` gives the account that the user works in, or null. */
export function trackInBrowser(client: BrowserClient, accountOf: () => string | null) {
  return <E extends EventName>(event: E, ...[properties]: Sent<E>): void => {
    const account = accountOf()
    client.track(event, ${placed(path).properties}, { context: ${placed(path).context} })
  }
}`

const NODE = (path: string) => `/** Who did it, and for which account (null: for none). */
export type Who = ({ readonly userId: string } | { readonly anonymousId: string }) & { readonly account: string | null }
type Ids = { userId: string; anonymousId?: string } | { userId?: string; anonymousId: string }
/** What \`@segment/analytics-node\` and compatible clients have. */
export type NodeClient = {
  track(message: Ids & { event: string; properties: Record<string, unknown>; context: Record<string, unknown> }): unknown
}

/** A typed \`track\` for a server. */
export function trackInNode(client: NodeClient) {
  return <E extends EventName>({ account, ...ids }: Who, event: E, ...[properties]: Sent<E>): void => {
    client.track({ ...ids, event, properties: ${placed(path).properties}, context: ${placed(path).context} })
  }
}`
