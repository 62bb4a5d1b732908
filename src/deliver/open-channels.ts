import { type ChannelSettings, type Delivery, isVariable, variablesOf } from '../config/delivery/settings.ts'
import type { Channel } from './channel.ts'
import { openEmail } from './channels/open-email.ts'
import { openHubspot } from './channels/open-hubspot.ts'
import { type KeepMessages, openInApp } from './channels/open-in-app.ts'
import { openSegment } from './channels/open-segment.ts'
import { openSlack } from './channels/open-slack.ts'
import { openWebhook } from './channels/open-webhook.ts'
import { readSigningKey } from './channels/sign-webhook.ts'
import { type GuardedFetch, openGuardedFetch } from './guarded-fetch.ts'
import { NOTE_TEMPLATE } from './letter/note-template.ts'
import type { UnsubscribeTokens } from './unsubscribe-token.ts'

export type OpenChannels = {
  readonly channels: ReadonlyMap<string, Channel>
  /** Channels that cannot send as things are, each with the reason. No reason has a secret in it. */
  readonly unusable: ReadonlyMap<string, string>
  readonly close: () => void
}

/** What a secret is read from: the environment, in a composition root. */
export type SecretOf = (variable: string) => string | null

/** How an address says that it wants no more; null: it cannot. */
export type TokenOf = UnsubscribeTokens['tokenOf'] | null

/** `keepMessages`: where what the product shows waits for it. */
export type Opening = {
  readonly secretOf: SecretOf
  readonly tokenOf: TokenOf
  readonly keepMessages: KeepMessages
}

const TIMEOUT_MS = 15_000

/** The channels of a configuration, with the secrets that they name. */
export function openChannels(delivery: Delivery, { secretOf, tokenOf, keepMessages }: Opening): OpenChannels {
  const guarded = openGuardedFetch({ allow: delivery.allow, timeoutMs: TIMEOUT_MS })
  const { baseUrl } = delivery
  const urlOf =
    (channel: string) =>
    (address: string): string | null => {
      const token = tokenOf === null ? null : tokenOf({ channel, address })
      return baseUrl === null || token === null ? null : `${baseUrl}/v1/unsubscribe/${token}`
    }
  const channels = new Map<string, Channel>()
  const unusable = new Map<string, string>()
  for (const [name, settings] of Object.entries(delivery.channels)) {
    const opened = openChannel(name, settings, { guarded, secretOf, unsubscribeUrl: urlOf(name), keepMessages })
    if (typeof opened === 'string') unusable.set(name, opened)
    else channels.set(name, opened)
  }
  const close = (): void => {
    for (const channel of channels.values()) channel.close()
    guarded.close()
  }
  return { channels, unusable, close }
}

type Parts = {
  readonly guarded: GuardedFetch
  readonly secretOf: SecretOf
  readonly unsubscribeUrl: (address: string) => string | null
  readonly keepMessages: KeepMessages
}

/** The channel, or what it lacks. */
function openChannel(name: string, settings: ChannelSettings, parts: Parts): Channel | string {
  const { guarded, secretOf, unsubscribeUrl } = parts
  const missing = variablesOf(settings).filter((variable) => !secretOf(variable))
  if (missing.length > 0) return `${missing.join(', ')} is not set in the environment`
  switch (settings.kind) {
    case 'webhook': {
      const url = isVariable(settings.url) ? secretOf(settings.url)! : settings.url
      const keys = settings.secrets.flatMap((variable) => readSigningKey(secretOf(variable)!) ?? [])
      if (keys.length < settings.secrets.length)
        return `${settings.secrets.join(', ')}: a secret is whsec_ and base64 of 24 to 64 bytes`
      return openWebhook({ name, url, keys }, guarded)
    }
    case 'slack': {
      const { webhook, token, to, api } = settings
      if (webhook !== null) return openSlack({ name, by: { kind: 'webhook', url: secretOf(webhook)! } }, guarded)
      return openSlack({ name, by: { kind: 'bot', api, token: secretOf(token!)!, to } }, guarded)
    }
    case 'email': {
      const { from, replyTo, layout } = settings
      const smtp = readSmtpUrl(secretOf(settings.smtp)!)
      if (smtp === null) return `${settings.smtp} is no address like smtp://user:password@mail.example.com:587`
      return openEmail({ name, smtp, from, replyTo, template: { ...NOTE_TEMPLATE, ...layout }, unsubscribeUrl })
    }
    case 'segment': {
      const url = isVariable(settings.url) ? secretOf(settings.url)! : settings.url
      return openSegment({ name, url: url.replace(/\/+$/, ''), writeKey: secretOf(settings.writeKey)! }, guarded)
    }
    case 'hubspot':
      return openHubspot({ ...settings, name, token: secretOf(settings.token)! }, guarded)
    case 'in-app':
      return openInApp({ name, days: settings.days }, parts.keepMessages)
  }
}

function readSmtpUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url !== null && /^smtps?:$/.test(url.protocol) && url.hostname !== '' ? url : null
}
