import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { type Delivery, NO_DELIVERY } from '../../src/config/delivery/settings.ts'
import type { DeliveryRow } from '../../src/contract/deliveries.ts'
import type { Message } from '../../src/deliver/message.ts'
import { openChannels } from '../../src/deliver/open-channels.ts'
import { type Dispatching, dispatchDue } from '../../src/deliver/run-dispatcher.ts'
import { openUnsubscribeTokens } from '../../src/deliver/unsubscribe-token.ts'
import { deliveryDeps } from '../../src/run/read/delivery-deps.ts'
import { keepMessages } from '../../src/store/control/messages.ts'
import { type ControlStore, openControlStore } from '../../src/store/control/open-control-store.ts'
import { insertDeliveries } from '../../src/store/control/outbox.ts'

export const SECRET = `whsec_${Buffer.alloc(24, 1).toString('base64')}`

export type Outbox = {
  readonly control: ControlStore
  readonly now: () => number
  readonly setClock: (time: string) => void
  readonly put: (key: string, options?: Partial<Put>) => Promise<number>
  /** Sends what is due. */
  readonly send: () => Promise<void>
  readonly rows: () => Promise<readonly DeliveryRow[]>
  readonly deps: ReturnType<typeof deliveryDeps>
  readonly dispatching: Omit<Dispatching, 'failed' | 'signal'>
}
type Put = {
  readonly channel: string
  readonly target: string
  readonly message: Message
  readonly expiresAt: number | null
}

export const NOTE: Message = { kind: 'note', title: 'Acme has gone quiet', intro: null, groups: [], link: null }

/** A control store, the channels of a configuration that may reach loopback, and a clock of the test's. */
export async function openOutbox(
  channels: Delivery['channels'],
  { secrets = {}, ...more }: Partial<Delivery> & { readonly secrets?: Readonly<Record<string, string>> } = {},
): Promise<Outbox> {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-outbox-'))
  const control = await openControlStore(folder)
  const delivery: Delivery = { ...NO_DELIVERY, allow: ['127.0.0.0/8'], ...more, channels }
  const known: Readonly<Record<string, string>> = { SECRET, ...secrets }
  const tokens = openUnsubscribeTokens(Buffer.alloc(32, 3))
  const opened = openChannels(delivery, {
    ...{ secretOf: (name: string) => known[name] ?? null, tokenOf: tokens.tokenOf },
    keepMessages: (messages) => keepMessages(control, messages),
  })
  let now = Date.parse('2026-03-02T09:00:00Z')
  const clock = { now: () => now }
  const { trouble } = delivery
  const dispatching = { control, channels: opened.channels, clock, random: () => 0.5, by: 'test', trouble }
  onTestFinished(async () => {
    opened.close()
    await control.destroy()
    rmSync(folder, { recursive: true, force: true })
  })
  const deps = deliveryDeps({ control, clock })
  return {
    ...{ control, deps, dispatching, now: () => now },
    setClock: (time) => {
      now = Date.parse(time)
    },
    put: (key, { channel = 'ops', target = '', message = NOTE, expiresAt = null } = {}) =>
      insertDeliveries(
        control,
        [{ key, channel, target, payload: JSON.stringify(message), at: now, expiresAt, cannot: null }],
        now,
      ),
    send: () => dispatchDue({ ...dispatching, signal: new AbortController().signal }),
    rows: async () => [...(await deps.listDeliveries({ limit: 100 })).data].reverse(),
  }
}
