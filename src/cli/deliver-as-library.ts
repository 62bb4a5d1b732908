import type { Config } from '../config/define-config.ts'
import { deliveryOf } from '../config/delivery/compile-delivery.ts'
import type { ApiDeps } from '../contract/api-deps.ts'
import type {
  ChannelList,
  Confirmed,
  ConfirmRequest,
  DeliveryDetail,
  DeliveryPage,
  DeliveryQuery,
  SuppressionList,
} from '../contract/deliveries.ts'
import { telltaleError } from '../core/errors.ts'
import { dispatchDue } from '../deliver/run-dispatcher.ts'
import { putDigests } from '../run/digest/put-digests.ts'
import { advancePlaybooks } from '../run/playbooks/advance-playbooks.ts'
import { pauseHarmful } from '../run/playbooks/holdout/pause-harmful.ts'
import { settleHoldouts } from '../run/playbooks/holdout/settle-holdouts.ts'
import type { Project } from '../run/project.ts'
import { type DeliveryParts, openDeliveries } from './open-deliveries.ts'
import { type PlaybookFunctions, playbookFunctions } from './play-as-library.ts'
import { readDelivery } from './read-config.ts'

/** What a program does about messages that leave. */
export type DeliveryFunctions = PlaybookFunctions & MessageFunctions

type MessageFunctions = {
  /** Puts digests that are due into the outbox and sends what is due there now; resolves when all of it was tried. An aborted `signal` cuts it short. */
  readonly deliver: (options?: { readonly signal?: AbortSignal }) => Promise<void>
  /** Messages that have left or are to leave, newest first. */
  readonly deliveries: (query?: Partial<DeliveryQuery>) => Promise<DeliveryPage>
  /** One by its number or key, with every attempt; null: there is none. */
  readonly delivery: (name: string) => Promise<DeliveryDetail | null>
  /** Tries one that was given up again, under the same key; false: it was not given up. @throws not_found */
  readonly replayDelivery: (name: string) => Promise<boolean>
  /** Ends the hold since a restore; null: there is none. */
  readonly confirmDeliveries: (request: Omit<ConfirmRequest, 'drop'> & { drop?: boolean }) => Promise<Confirmed | null>
  readonly channels: () => Promise<ChannelList>
  /** Switches a channel on again; false: it was not off. */
  readonly enableChannel: (name: string) => Promise<boolean>
  readonly suppressions: () => Promise<SuppressionList>
}

/** `from`: a configuration, the path of one, or null: none. */
type LibraryParts = Omit<DeliveryParts, 'delivery'> & { readonly from: Config | string | null }

export async function openLibraryDeliveries(
  { project, deps }: { readonly project: Project; readonly deps: ApiDeps },
  { from, ...parts }: LibraryParts,
): Promise<{ readonly functions: DeliveryFunctions; readonly close: () => void }> {
  const delivery = from === null || typeof from === 'string' ? await readDelivery(from) : deliveryOf(from)
  const opened = await openDeliveries(project, { delivery, ...parts })
  const deliver: DeliveryFunctions['deliver'] = async ({ signal = new AbortController().signal } = {}) => {
    await settleHoldouts(project, signal)
    await pauseHarmful(project, { stop: signal, trouble: delivery.trouble })
    await advancePlaybooks(project, { delivery, stop: signal })
    await putDigests(project, { deps, delivery, stop: signal })
    await dispatchDue({ ...opened.dispatching, signal })
  }
  return {
    functions: { deliver, ...deliveryQuestions(deps), ...playbookFunctions(project, delivery) },
    close: opened.close,
  }
}

function deliveryQuestions(deps: ApiDeps): Omit<MessageFunctions, 'deliver'> {
  return {
    deliveries: (query = {}) => deps.listDeliveries({ limit: 100, ...query }),
    delivery: (name) => deps.getDelivery(name),
    replayDelivery: async (name) => {
      const found = await deps.replayDelivery(name)
      if (found === null) throw telltaleError('not_found', { what: 'delivery', name: name.slice(0, 200) })
      return found.replayed
    },
    confirmDeliveries: (request) => deps.confirmDeliveries({ drop: false, ...request }),
    channels: () => deps.listChannels(),
    enableChannel: (name) => deps.enableChannel(name),
    suppressions: () => deps.listSuppressions(),
  }
}
