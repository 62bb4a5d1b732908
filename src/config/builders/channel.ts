import type { ChannelSettings, LetterLayout } from '../delivery/settings.ts'
import { addMisuse, badOptions, extra, type Misuse } from './misuse.ts'

/** A channel being defined. */
export class ChannelBuilder {
  readonly draft: ChannelSettings
  constructor(draft: ChannelSettings, misuse: readonly Misuse[] = []) {
    this.draft = addMisuse(draft, misuse)
  }
}

export type WebhookOptions = {
  /** An address, or the environment variable that holds it. */
  readonly url: string
  /** Environment variables that hold the signing secrets (`whsec_…`), the newest first. All of them sign: that is how a secret is changed. */
  readonly secrets: readonly string[]
}

/** Messages as JSON to an address, signed by Standard Webhooks: `webhook({ url: 'https://example.com/hook', secrets: ['HOOK_SECRET'] })`. */
export function webhook(options: WebhookOptions, ...rest: readonly never[]): ChannelBuilder {
  const { url, secrets } = options
  const draft = { kind: 'webhook', url, secrets: list(secrets) } as const
  return new ChannelBuilder(draft, [...badOptions('webhook', options, ['url', 'secrets']), ...extra('webhook', rest)])
}

export type SlackOptions = {
  /** Environment variable with the address of an incoming webhook: messages go where that leads. */
  readonly webhook?: string
  /** Environment variable with the token of a bot (scope chat:write), in place of a webhook. */
  readonly token?: string
  /** Where a bot posts what names nobody: the id of a channel it was invited to, or of a person. */
  readonly to?: string
  /** Address of the API; default `https://slack.com/api`. */
  readonly api?: string
}

/** Messages in Slack: `slack({ webhook: 'SLACK_WEBHOOK' })`, or `slack({ token: 'SLACK_TOKEN', to: 'C0123456789' })`. */
export function slack(options: SlackOptions, ...rest: readonly never[]): ChannelBuilder {
  const { webhook = null, token = null, to = null, api = 'https://slack.com/api' } = options
  const draft = { kind: 'slack', webhook, token, to, api } as const
  const known = ['webhook', 'token', 'to', 'api']
  return new ChannelBuilder(draft, [...badOptions('slack', options, known), ...extra('slack', rest)])
}

export type EmailOptions = {
  /** Environment variable with the address of the mail server: `smtp://user:password@mail.example.com:587`; default `SMTP_URL`. */
  readonly smtp?: string
  /** Whose letters they are: `Telltale <telltale@example.com>`. */
  readonly from: string
  readonly replyTo?: string
  /** Parts of the layout, in Liquid, in place of the ready ones: they may mention title, intro, groups, link and unsubscribe. */
  readonly layout?: LetterLayout
}

/** Messages as letters: `email({ smtp: 'SMTP_URL', from: 'Telltale <telltale@example.com>' })`. */
export function email(options: EmailOptions, ...rest: readonly never[]): ChannelBuilder {
  const { smtp = 'SMTP_URL', from, replyTo = null, layout = {} } = options
  const draft = { kind: 'email', smtp, from, replyTo, layout: { ...layout } } as const
  return new ChannelBuilder(draft, [
    ...badOptions('email', options, ['smtp', 'from', 'replyTo', 'layout']),
    ...badOptions('email.layout', layout, ['subject', 'text', 'html']),
    ...extra('email', rest),
  ])
}

export type SegmentApiOptions = {
  /** An address, or the environment variable that holds it; default `https://api.segment.io`. Of RudderStack the data plane. */
  readonly url?: string
  /** Environment variable with the write key; default `SEGMENT_WRITE_KEY`. */
  readonly writeKey?: string
}

/** What happens and what is known of users and accounts, as track, identify and group: `segmentApi({ writeKey: 'SEGMENT_WRITE_KEY' })`, and with it every destination there. */
export function segmentApi(options: SegmentApiOptions = {}, ...rest: readonly never[]): ChannelBuilder {
  const { url = 'https://api.segment.io', writeKey = 'SEGMENT_WRITE_KEY' } = options
  const draft = { kind: 'segment', url: withoutSlash(url), writeKey } as const
  return new ChannelBuilder(draft, [
    ...badOptions('segmentApi', options, ['url', 'writeKey']),
    ...extra('segmentApi', rest),
  ])
}

export type HubspotOptions = {
  /** Environment variable with the token of a private app (scope crm.objects.companies.write); default `HUBSPOT_TOKEN`. */
  readonly token?: string
  /** The property of companies that has the id of the account, and whose values are unique. */
  readonly idProperty: string
  /** By trait the property that it is written to; others go to `telltale_` and the name of the trait. */
  readonly properties?: Readonly<Record<string, string>>
  /** Address of the API; default `https://api.hubapi.com`. */
  readonly api?: string
}

/** What is known of accounts, written to the companies of HubSpot: `hubspot({ idProperty: 'account_id' })`. */
export function hubspot(options: HubspotOptions, ...rest: readonly never[]): ChannelBuilder {
  const { token = 'HUBSPOT_TOKEN', idProperty, properties = {}, api = 'https://api.hubapi.com' } = options
  const draft = { kind: 'hubspot', token, idProperty, properties: { ...properties }, api: withoutSlash(api) } as const
  const known = ['token', 'idProperty', 'properties', 'api']
  return new ChannelBuilder(draft, [...badOptions('hubspot', options, known), ...extra('hubspot', rest)])
}

function withoutSlash(url: string): string {
  return String(url).replace(/\/+$/, '')
}

export type InAppOptions = {
  /** For how many days a message is shown that does not say itself until when: 1 … 365, default 30. */
  readonly days?: number
}

/** Messages that the product shows to its own users: `inApp()`. The product asks for them with a signed token, and its page with a snippet; docs/guide/in-app.md. */
export function inApp(options: InAppOptions = {}, ...rest: readonly never[]): ChannelBuilder {
  const { days = 30 } = options
  return new ChannelBuilder({ kind: 'in-app', days }, [
    ...badOptions('inApp', options, ['days']),
    ...extra('inApp', rest),
  ])
}

function list(secrets: unknown): readonly string[] {
  return Array.isArray(secrets) ? [...secrets] : []
}
