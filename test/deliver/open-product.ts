import { createHmac, randomBytes } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { onTestFinished } from 'vitest'
import { NO_DELIVERY } from '../../src/config/delivery/settings.ts'
import type { Message } from '../../src/deliver/message.ts'
import { openChannels } from '../../src/deliver/open-channels.ts'
import { dispatchDue } from '../../src/deliver/run-dispatcher.ts'
import { buildApp } from '../../src/http/build-app.ts'
import { type Config, count, defineConfig, event, inApp, limit, members, milestone, trait } from '../../src/index.ts'
import { apiDeps } from '../../src/run/read/api-deps.ts'
import { keepMessages } from '../../src/store/control/messages.ts'
import { insertDeliveries } from '../../src/store/control/outbox.ts'
import { requireBuilt } from '../require-built.ts'
import { openStory, type Story } from '../stories/open-story-project.ts'

const SECRET = 'a secret of more than thirty-two characters'

const CONFIG: Config = defineConfig({
  events: { note: event('Note Written', { kind: 'core' }), invite: event('Invite Sent', { kind: 'team' }) },
  entitlements: { seats: limit(members(), trait('seats')) },
  activation: {
    milestones: {
      firstNote: milestone('core').when(count('note').atLeast(1)),
      threeNotes: milestone('core').when(count('note').atLeast(3)),
      firstInvite: milestone('team').when(count('invite').atLeast(1)),
    },
  },
  channels: { product: inApp() },
})

export type Product = {
  readonly story: Story
  readonly app: FastifyInstance
  /** Signed as the product's own server signs it, for an hour. */
  readonly tokenOf: (user: string, account?: string) => string
  /** Puts a message into the outbox and lets it leave; what became of it. */
  readonly tell: (key: string, target: string, message: Message) => Promise<string | null>
}

/** A product whose account acme has the members ana and ben, ana has written a note, and 5 seats are paid for; bolt has ana alone. */
export async function openProduct(): Promise<Product> {
  const story = await openStory({ config: CONFIG, start: '2026-06-15T12:00:00Z' })
  const joins = (userId: string, groupId: string) => ({ type: 'group', userId, groupId, traits: { seats: 5 } })
  await story.send(joins('ana', 'acme'), joins('ben', 'acme'), joins('ana', 'bolt'))
  await story.send({ event: 'Note Written', userId: 'ana', context: { groupId: 'acme' } })
  const { control, clock } = story.project()
  const api = apiDeps(story.project(), randomBytes)
  const app = await buildApp({
    ...{ api, clock, segment: null, checks: [], metrics: null, hosts: [], open: true, version: '0.0.0' },
    ...{ dashboardFolder: null, logger: null },
    state: {
      ...{ secret: SECRET, clock, snippet: requireBuilt('snippet/messages.js') },
      ...{ getState: api.getState, listMessages: api.listMessages, endMessage: api.endMessage },
    },
  })
  const { channels } = openChannels(
    { ...NO_DELIVERY, channels: { product: { kind: 'in-app', days: 30 } } },
    { secretOf: () => SECRET, tokenOf: null, keepMessages: (messages) => keepMessages(control, messages) },
  )
  onTestFinished(() => app.close())
  return {
    ...{ story, app, tokenOf: (user, account) => sign({ sub: user, account, exp: story.now() / 1000 + 3600 }) },
    tell: async (key, target, message) => {
      const row = { key, channel: 'product', target, payload: JSON.stringify(message), at: story.now() }
      await insertDeliveries(control, [{ ...row, expiresAt: null, cannot: null }], story.now())
      const signal = new AbortController().signal
      await dispatchDue({ control, channels, clock, random: () => 0.5, by: 'test', trouble: null, signal })
      return (await api.getDelivery(key))!.why
    },
  }
}

function sign(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}`
  return `${text}.${createHmac('sha256', SECRET).update(text).digest('base64url')}`
}
