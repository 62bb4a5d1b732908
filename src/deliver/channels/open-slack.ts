import type { Millis } from '../../core/time.ts'
import type { Channel, Outcome, Outgoing } from '../channel.ts'
import type { GuardedAnswer, GuardedFetch } from '../guarded-fetch.ts'
import { readRetryAfter } from '../plan-retry.ts'
import { toSlack } from './to-slack.ts'

export type SlackChannel = {
  readonly name: string
  readonly by:
    | { readonly kind: 'webhook'; readonly url: string }
    /** `to`: where a message goes that names no target. */
    | { readonly kind: 'bot'; readonly api: string; readonly token: string; readonly to: string | null }
}

/** Messages in Slack, through an incoming webhook (one place) or a bot (wherever it was invited, and to people by their id). */
export function openSlack({ name, by }: SlackChannel, { fetch }: Pick<GuardedFetch, 'fetch'>): Channel {
  const sendOne = async ({ message, target, at }: Outgoing, stop: AbortSignal): Promise<Outcome> => {
    const { text, blocks } = toSlack(message)
    const headers = { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'telltale' }
    const quiet = { unfurl_links: false, unfurl_media: false }
    if (by.kind === 'webhook') {
      const body = JSON.stringify({ text, blocks, ...quiet })
      return judgeWebhook(await fetch({ url: by.url, method: 'POST', headers, body }, stop), at)
    }
    const channel = target === '' ? by.to : target
    if (channel === null) return refused(null, 'it names nobody in Slack, and the channel has no place of its own')
    const body = JSON.stringify({ channel, text, blocks, ...quiet })
    const authorized = { ...headers, authorization: `Bearer ${by.token}` }
    const url = `${by.api}/chat.postMessage`
    return judgeBot(await fetch({ url, method: 'POST', headers: authorized, body }, stop), { at, own: target === '' })
  }
  return {
    // Slack takes about one message a second in a channel.
    ...{ name, concurrency: 1, batch: 1, close: () => {} },
    send: (messages, stop) => Promise.all(messages.map((message) => sendOne(message, stop))),
  }
}

/** The webhook leads nowhere any more, by what Slack says. */
const GONE = [
  'no_service',
  'no_active_hooks',
  'no_team',
  'channel_is_archived',
  'channel_not_found',
  'action_prohibited',
  'invalid_token',
]
/** What Slack will never take as it is. */
const NEVER = [
  'invalid_payload',
  'invalid_blocks',
  'invalid_blocks_format',
  'no_text',
  'msg_too_long',
  'too_many_attachments',
  'posting_to_general_channel_denied',
]

function judgeWebhook(answer: GuardedAnswer, at: Millis): Outcome {
  if (answer.kind !== 'answer') return again(null, answer.reason)
  const { status } = answer
  const said = answer.body.trim().slice(0, 200)
  if (status === 200) return { kind: 'delivered', status, detail: 'Slack took it' }
  if (status === 429) return throttled(answer, at)
  const detail = `Slack said ${said || status}`
  if (status === 410 || GONE.includes(said)) return { kind: 'gone', status, detail }
  if (NEVER.includes(said)) return refused(status, detail)
  return again(status, detail)
}

/** The token opens nothing any more. */
const NO_ENTRY = [
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'missing_scope',
  'org_login_required',
  'ekm_access_denied',
  'no_permission',
]
/** The place or the person is not there, or not for the bot. */
const NO_PLACE = [
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'user_not_found',
  'users_not_found',
  'restricted_action',
  'cannot_dm_bot',
  'messages_tab_disabled',
]

function judgeBot(answer: GuardedAnswer, { at, own }: { readonly at: Millis; readonly own: boolean }): Outcome {
  if (answer.kind !== 'answer') return again(null, answer.reason)
  const { status } = answer
  if (status === 429) return throttled(answer, at)
  const { ok, error } = readAnswer(answer.body)
  if (status === 200 && ok) return { kind: 'delivered', status, detail: 'Slack took it' }
  const detail = `Slack said ${error ?? status}`
  if (error === null) return again(status, detail)
  if (error === 'ratelimited' || error === 'rate_limited') return throttled(answer, at)
  if (NO_ENTRY.includes(error)) return { kind: 'gone', status, detail }
  if (NO_PLACE.includes(error)) return own ? { kind: 'gone', status, detail } : refused(status, detail)
  return NEVER.includes(error) ? refused(status, detail) : again(status, detail)
}

function readAnswer(body: string): { readonly ok: boolean; readonly error: string | null } {
  try {
    const { ok, error } = JSON.parse(body) as { ok?: unknown; error?: unknown }
    return { ok: ok === true, error: typeof error === 'string' ? error.slice(0, 100) : null }
  } catch {
    return { ok: false, error: null }
  }
}

function throttled({ status, retryAfter }: Extract<GuardedAnswer, { kind: 'answer' }>, at: Millis): Outcome {
  const wait = readRetryAfter(retryAfter, at)
  return { kind: 'again', status, detail: 'Slack asks to wait', wait, whose: 'throttle' }
}

function again(status: number | null, detail: string): Outcome {
  return { kind: 'again', status, detail, wait: null, whose: 'channel' }
}

function refused(status: number | null, detail: string): Outcome {
  return { kind: 'refused', status, detail, suppress: null }
}
