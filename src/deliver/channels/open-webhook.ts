import { createHash } from 'node:crypto'
import type { Millis } from '../../core/time.ts'
import type { Channel, Outcome, Outgoing } from '../channel.ts'
import type { GuardedAnswer, GuardedFetch } from '../guarded-fetch.ts'
import type { Message } from '../message.ts'
import { readRetryAfter } from '../plan-retry.ts'
import { signWebhook } from './sign-webhook.ts'

export type WebhookChannel = { readonly name: string; readonly url: string; readonly keys: readonly Buffer[] }

/** Messages as signed JSON to one address. */
export function openWebhook({ name, url, keys }: WebhookChannel, { fetch }: Pick<GuardedFetch, 'fetch'>): Channel {
  const sendOne = async ({ key, message, createdAt, at }: Outgoing, stop: AbortSignal): Promise<Outcome> => {
    const body = JSON.stringify({ ...toBody(message, createdAt), key })
    const signed = signWebhook(body, { id: webhookId(key), at, keys })
    const headers = { ...signed, 'content-type': 'application/json', 'user-agent': 'telltale' }
    return judgeAnswer(await fetch({ url, method: 'POST', headers, body }, stop), at)
  }
  return {
    ...{ name, concurrency: 8, batch: 1, close: () => {} },
    send: (messages, stop) => Promise.all(messages.map((message) => sendOne(message, stop))),
  }
}

/** The same for every attempt at a message. Keys have names of the outside in them; a header may not. */
export function webhookId(key: string): string {
  return `msg_${createHash('sha256').update(key).digest('hex').slice(0, 32)}`
}

function toBody(
  message: Message,
  createdAt: Millis,
): { readonly type: string; readonly timestamp: string; readonly data: object } {
  switch (message.kind) {
    case 'happening': {
      const { type, at: happened, user, account, data } = message
      return { type, timestamp: happened, data: { user, account, ...data } }
    }
    case 'traits': {
      const { of, id, traits, at: since } = message
      return { type: `${of}.traits`, timestamp: since, data: { id, traits } }
    }
    default: {
      const { kind, ...data } = message
      return { type: kind, timestamp: new Date(createdAt).toISOString(), data }
    }
  }
}

/** By Standard Webhooks: 2xx is taken, 410 ends it, 429, 502 and 504 ask to be spared, everything else is tried again. */
function judgeAnswer(answer: GuardedAnswer, at: Millis): Outcome {
  if (answer.kind !== 'answer')
    return { kind: 'again', status: null, detail: answer.reason, wait: null, whose: 'channel' }
  const { status } = answer
  const detail = `HTTP ${status}`
  if (status >= 200 && status < 300) return { kind: 'delivered', status, detail }
  if (status === 410) return { kind: 'gone', status, detail: 'HTTP 410: whoever received these wants none any more' }
  const wait = readRetryAfter(answer.retryAfter, at)
  const throttles = [429, 502, 503, 504].includes(status)
  return { kind: 'again', status, detail, wait, whose: throttles ? 'throttle' : 'channel' }
}
