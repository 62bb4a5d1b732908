import type { ChannelSettings } from '../delivery/settings.ts'
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

function list(secrets: unknown): readonly string[] {
  return Array.isArray(secrets) ? [...secrets] : []
}
