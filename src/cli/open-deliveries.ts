import type { Delivery } from '../config/delivery/settings.ts'
import { type OpenChannels, openChannels, type SecretOf } from '../deliver/open-channels.ts'
import type { Dispatching } from '../deliver/run-dispatcher.ts'
import { openUnsubscribeTokens } from '../deliver/unsubscribe-token.ts'
import type { UnsubscribeOptions } from '../http/unsubscribe/unsubscribe-plugin.ts'
import type { Project } from '../run/project.ts'
import { keepMessages } from '../store/control/messages.ts'
import { keepUnsubscribeKey, suppress } from '../store/control/suppressions.ts'

export type OpenDeliveries = OpenChannels & {
  readonly dispatching: Omit<Dispatching, 'failed' | 'signal'>
  readonly unsubscribe: UnsubscribeOptions
}

export type DeliveryParts = {
  readonly delivery: Delivery
  readonly secretOf: SecretOf
  readonly randomBytes: (size: number) => Uint8Array
}

/** The channels of a configuration, and what is needed to send by them what a project has in its outbox. */
export async function openDeliveries(
  { control, clock }: Pick<Project, 'control' | 'clock'>,
  { delivery, secretOf, randomBytes }: DeliveryParts,
): Promise<OpenDeliveries> {
  const tokens = openUnsubscribeTokens(await keepUnsubscribeKey(control, randomBytes(32)))
  const opened = openChannels(delivery, {
    ...{ secretOf, tokenOf: tokens.tokenOf },
    keepMessages: (messages) => keepMessages(control, messages),
  })
  const random = (): number => Buffer.from(randomBytes(4)).readUInt32LE() / 2 ** 32
  const by = Buffer.from(randomBytes(8)).toString('hex')
  const { channels } = opened
  const unsubscribe: UnsubscribeOptions = {
    knows: (token) => tokens.read(token) !== null,
    unsubscribe: async (token) => {
      const unwanted = tokens.read(token)
      if (unwanted === null) return false
      await suppress(control, { ...unwanted, why: 'asked for no more', at: clock.now() })
      return true
    },
  }
  return { ...opened, unsubscribe, dispatching: { control, channels, clock, random, by, trouble: delivery.trouble } }
}
