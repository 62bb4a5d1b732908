import type { Delivery } from '../config/delivery/settings.ts'
import { type OpenChannels, openChannels, type SecretOf } from '../deliver/open-channels.ts'
import type { Dispatching } from '../deliver/run-dispatcher.ts'
import type { Project } from '../run/project.ts'

export type OpenDeliveries = OpenChannels & { readonly dispatching: Omit<Dispatching, 'failed' | 'signal'> }

export type DeliveryParts = {
  readonly delivery: Delivery
  readonly secretOf: SecretOf
  readonly randomBytes: (size: number) => Uint8Array
}

/** The channels of a configuration, and what is needed to send by them what a project has in its outbox. */
export function openDeliveries(
  { control, clock }: Pick<Project, 'control' | 'clock'>,
  { delivery, secretOf, randomBytes }: DeliveryParts,
): OpenDeliveries {
  const opened = openChannels(delivery, secretOf)
  const random = (): number => Buffer.from(randomBytes(4)).readUInt32LE() / 2 ** 32
  const by = Buffer.from(randomBytes(8)).toString('hex')
  const { channels } = opened
  return { ...opened, dispatching: { control, channels, clock, random, by, trouble: delivery.trouble } }
}
