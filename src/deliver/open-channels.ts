import { type ChannelSettings, type Delivery, isVariable, variablesOf } from '../config/delivery/settings.ts'
import type { Channel } from './channel.ts'
import { openWebhook } from './channels/open-webhook.ts'
import { readSigningKey } from './channels/sign-webhook.ts'
import { type GuardedFetch, openGuardedFetch } from './guarded-fetch.ts'

export type OpenChannels = {
  readonly channels: ReadonlyMap<string, Channel>
  /** Channels that cannot send as things are, each with the reason. No reason has a secret in it. */
  readonly unusable: ReadonlyMap<string, string>
  readonly close: () => void
}

/** What a secret is read from: the environment, in a composition root. */
export type SecretOf = (variable: string) => string | null

const TIMEOUT_MS = 15_000

/** The channels of a configuration, with the secrets that they name. */
export function openChannels(delivery: Delivery, secretOf: SecretOf): OpenChannels {
  const guarded = openGuardedFetch({ allow: delivery.allow, timeoutMs: TIMEOUT_MS })
  const channels = new Map<string, Channel>()
  const unusable = new Map<string, string>()
  for (const [name, settings] of Object.entries(delivery.channels)) {
    const opened = openChannel(name, settings, { guarded, secretOf })
    if (typeof opened === 'string') unusable.set(name, opened)
    else channels.set(name, opened)
  }
  const close = (): void => {
    for (const channel of channels.values()) channel.close()
    guarded.close()
  }
  return { channels, unusable, close }
}

type Parts = { readonly guarded: GuardedFetch; readonly secretOf: SecretOf }

/** The channel, or what it lacks. */
function openChannel(name: string, settings: ChannelSettings, { guarded, secretOf }: Parts): Channel | string {
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
  }
}
