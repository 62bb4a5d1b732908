import type { DigestSettings } from './digest-settings.ts'

/** How messages leave: by channel, each of one kind. Secrets are named by the environment variables that hold them, and never stand here. */
export type ChannelSettings =
  | WebhookSettings
  | SlackSettings
  | EmailSettings
  | InAppSettings
  | SegmentSettings
  | HubspotSettings

/** JSON to an address, signed by Standard Webhooks. */
export type WebhookSettings = {
  readonly kind: 'webhook'
  /** An address, or the environment variable that holds it. */
  readonly url: string
  /** Environment variables with signing secrets (`whsec_…`). Every one of them signs, so that a new one can come before the old one goes. */
  readonly secrets: readonly string[]
}

/** Slack, by an incoming webhook or by a bot. */
export type SlackSettings = {
  readonly kind: 'slack'
  /** Environment variable with the address of an incoming webhook; null: a bot. */
  readonly webhook: string | null
  /** Environment variable with the token of a bot; null: a webhook. */
  readonly token: string | null
  /** Where a bot posts what names no target: the id of a channel or a person. */
  readonly to: string | null
  /** Address of Slack's API. */
  readonly api: string
}

/** Letters through a mail server. */
export type EmailSettings = {
  readonly kind: 'email'
  /** Environment variable with its address: `smtp://user:password@mail.example.com:587`. */
  readonly smtp: string
  readonly from: string
  readonly replyTo: string | null
  /** Parts of the layout of letters, in Liquid, in place of the ready ones. */
  readonly layout: LetterLayout
}
export type LetterLayout = { readonly subject?: string; readonly text?: string; readonly html?: string }

/** Messages that the product shows to its own users, and asks for. */
export type InAppSettings = {
  readonly kind: 'in-app'
  /** How long a message is shown that does not say itself until when. */
  readonly days: number
}

/** Events and traits to whatever understands Segment's protocol. */
export type SegmentSettings = {
  readonly kind: 'segment'
  /** An address, or the environment variable that holds it; `/v1/batch` is under it. */
  readonly url: string
  /** Environment variable with the write key. */
  readonly writeKey: string
}

/** What is known of accounts, to the companies of HubSpot. */
export type HubspotSettings = {
  readonly kind: 'hubspot'
  /** Environment variable with the token of a private app. */
  readonly token: string
  /** The property of companies that has the id of the account. */
  readonly idProperty: string
  /** By trait the property that it is written to. */
  readonly properties: Readonly<Record<string, string>>
  /** Address of HubSpot's API. */
  readonly api: string
}

/** The variable with which tokens of the product are signed: without it nobody could ask for messages. */
export const TOKEN_SECRET = 'TELLTALE_STATE_SECRET'

export type DeliverySettings = {
  /** Private networks (CIDR) that channels may reach; every other address must be public. */
  readonly allow: readonly string[]
  /** Address under which people open the dashboard; messages link to it. null: they have no links. */
  readonly baseUrl: string | null
  /** Where it is told that a channel was switched off; null: nowhere but in the list of channels. */
  readonly trouble: { readonly channel: string; readonly to: string } | null
}

/** All that a configuration says about messages that leave. Beside the Model: it changes no answer, only who hears of it. */
export type Delivery = DeliverySettings & {
  readonly channels: Readonly<Record<string, ChannelSettings>>
  readonly digests: Readonly<Record<string, DigestSettings>>
}

export const NO_DELIVERY: Delivery = { allow: [], baseUrl: null, trouble: null, channels: {}, digests: {} }

/** Whether a text names an environment variable. */
export function isVariable(text: string): boolean {
  return /^[A-Z_][A-Z0-9_]*$/.test(text)
}

/** The environment variables that a channel needs. */
export function variablesOf(channel: ChannelSettings): readonly string[] {
  switch (channel.kind) {
    case 'webhook':
      return [...(isVariable(channel.url) ? [channel.url] : []), ...channel.secrets]
    case 'slack':
      return [channel.webhook, channel.token].flatMap((variable) => variable ?? [])
    case 'email':
      return [channel.smtp]
    case 'segment':
      return [...(isVariable(channel.url) ? [channel.url] : []), channel.writeKey]
    case 'hubspot':
      return [channel.token]
    case 'in-app':
      return [TOKEN_SECRET]
  }
}
