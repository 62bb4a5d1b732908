import type { ApiDeps } from '../../contract/api-deps.ts'
import type {
  ChannelRow,
  DeliveryDetail,
  DeliveryHold,
  DeliveryPage,
  DeliveryQuery,
  DeliveryRow,
} from '../../contract/deliveries.ts'
import type { Clock } from '../../core/time.ts'
import { titleOfMessage } from '../../deliver/title-of-message.ts'
import type { ControlStore } from '../../store/control/open-control-store.ts'
import { endHold, readHold } from '../../store/control/outbox.ts'
import {
  type DELIVERY_STATES,
  enableChannel,
  readAttempts,
  readChannels,
  readDeliveries,
  readDelivery,
  replayDelivery,
  type StoredChannel,
  type StoredDelivery,
} from '../../store/control/read-deliveries.ts'
import { readSuppressions, unsuppress } from '../../store/control/suppressions.ts'

type DeliveryDeps = Pick<
  ApiDeps,
  | 'listDeliveries'
  | 'getDelivery'
  | 'replayDelivery'
  | 'confirmDeliveries'
  | 'listChannels'
  | 'enableChannel'
  | 'listSuppressions'
  | 'removeSuppression'
>

/** What is asked about messages that leave: of the control store alone, so that a command may ask beside a server. */
export function deliveryDeps({
  control,
  clock,
}: {
  readonly control: ControlStore
  readonly clock: Clock
}): DeliveryDeps {
  return {
    listDeliveries: (query) => listDeliveries(control, query),
    getDelivery: (name) => getDelivery(control, name),
    replayDelivery: async (name) => {
      const found = await readDelivery(control, name)
      if (found === null) return null
      const replayed = await replayDelivery(control, found.id, clock.now())
      return { replayed, delivery: (await getDelivery(control, String(found.id)))! }
    },
    confirmDeliveries: async ({ by, drop, upTo }) => {
      if ((await readHold(control)) === null) return null
      return { waiting: await endHold(control, { by, drop, upTo, now: clock.now() }), dropped: drop }
    },
    listChannels: async () => ({ data: (await readChannels(control)).map((one) => toChannelRow(one, clock.now())) }),
    enableChannel: (name) => enableChannel(control, name),
    listSuppressions: async () => {
      const data = await readSuppressions(control)
      return { data: data.map((one) => ({ ...one, at: iso(one.at) })) }
    },
    removeSuppression: (address) => unsuppress(control, address),
  }
}

async function listDeliveries(control: ControlStore, query: DeliveryQuery): Promise<DeliveryPage> {
  const { state, channel = null, limit, cursor } = query
  const before = cursor === undefined ? null : Number(cursor)
  const found = await readDeliveries(control, {
    ...{ states: statesOf(state), channel, before, limit: limit + 1 },
    failed: state === 'failed',
  })
  const shown = found.slice(0, limit)
  const nextCursor = found.length > limit ? String(shown.at(-1)!.id) : null
  return { hold: await holdOf(control), data: shown.map(toRow), nextCursor }
}

function statesOf(state: DeliveryQuery['state']): (typeof DELIVERY_STATES)[number][] | null {
  if (state === undefined) return null
  return state === 'failed' ? ['dead', 'expired', 'waiting'] : [state]
}

async function holdOf(control: ControlStore): Promise<DeliveryHold | null> {
  const hold = await readHold(control)
  if (hold === null) return null
  const waiting = (await readChannels(control)).reduce((sum, one) => sum + one.waiting, 0)
  return { since: iso(hold.since), backupOf: hold.backupOf, waiting }
}

async function getDelivery(control: ControlStore, name: string): Promise<DeliveryDetail | null> {
  const found = await readDelivery(control, name)
  if (found === null) return null
  const log = await readAttempts(control, found.id)
  return {
    ...toRow(found),
    message: JSON.parse(found.payload),
    log: log.map((one) => ({ ...one, at: iso(one.at) })),
  }
}

function toRow(one: StoredDelivery): DeliveryRow {
  const { id, key, channel, target, payload, state, attempt, nextAt, createdAt, settledAt, why } = one
  return {
    ...{ id, key, channel, target, title: titleOfMessage(JSON.parse(payload)), state, attempts: attempt },
    ...{ createdAt: iso(createdAt), nextAt: state === 'waiting' ? iso(nextAt) : null },
    ...{ settledAt: settledAt === null ? null : iso(settledAt), why },
  }
}

function toChannelRow(one: StoredChannel, now: number): ChannelRow {
  const { channel, waiting, dead, deliveredAt, failingSince, why } = one
  return {
    ...{ channel, state: stateOf(one, now), waiting, dead },
    deliveredAt: deliveredAt === null ? null : iso(deliveredAt),
    failingSince: failingSince === null ? null : iso(failingSince),
    why,
  }
}

function stateOf(
  { disabledAt, pausedUntil, failingSince, deliveredAt }: StoredChannel,
  now: number,
): ChannelRow['state'] {
  if (disabledAt !== null) return 'off'
  if (pausedUntil !== null && pausedUntil > now) return 'paused'
  if (failingSince !== null) return 'failing'
  return deliveredAt === null ? 'unused' : 'well'
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
