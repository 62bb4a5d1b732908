import type { Config } from '../define-config.ts'
import type { Delivery } from './settings.ts'

/** What a configuration without problems says about messages that leave. */
export function deliveryOf({ draft: { channels, delivery, digests } }: Config): Delivery {
  const { allow, baseUrl, trouble } = delivery
  return { allow, baseUrl, trouble, channels: { ...channels }, digests: { ...digests } }
}
