import type { Millis } from '../../core/time.ts'
import type { Channel, Outcome, Outgoing } from '../channel.ts'
import type { GuardedAnswer, GuardedFetch } from '../guarded-fetch.ts'
import { idOfKey } from '../id-of-key.ts'
import { judgeHttp } from '../judge-http.ts'
import type { Message } from '../message.ts'
import { signWebhook } from './sign-webhook.ts'

export type WebhookChannel = { readonly name: string; readonly url: string; readonly keys: readonly Buffer[] }

/** Messages as signed JSON to one address. */
export function openWebhook({ name, url, keys }: WebhookChannel, { fetch }: Pick<GuardedFetch, 'fetch'>): Channel {
  const sendOne = async ({ key, message, createdAt, at }: Outgoing, stop: AbortSignal): Promise<Outcome> => {
    const body = JSON.stringify({ ...toBody(message, createdAt), key })
    const signed = signWebhook(body, { id: `msg_${idOfKey(key)}`, at, keys })
    const headers = { ...signed, 'content-type': 'application/json', 'user-agent': 'telltale' }
    return judgeAnswer(await fetch({ url, method: 'POST', headers, body }, stop), at)
  }
  return {
    ...{ name, concurrency: 8, batch: 1, close: () => {} },
    send: (messages, stop) => Promise.all(messages.map((message) => sendOne(message, stop))),
  }
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

/** 410 ends it: whoever received these wants none any more. */
function judgeAnswer(answer: GuardedAnswer, at: Millis): Outcome {
  if (answer.kind === 'answer' && answer.status === 410)
    return { kind: 'gone', status: 410, detail: 'HTTP 410: whoever received these wants none any more' }
  return judgeHttp(answer, { at })
}
