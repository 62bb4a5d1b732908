import type { Millis } from '../core/time.ts'
import type { Outcome } from './channel.ts'
import type { GuardedAnswer } from './guarded-fetch.ts'
import { readRetryAfter } from './plan-retry.ts'

/** Whoever answers so asks to be spared for a while. */
const THROTTLES = [429, 502, 503, 504]

/**
 * What an answer means by its status alone, as Standard Webhooks has it: 2xx is taken, some ask to be spared, and everything else is tried again, redirects too.
 * @param never statuses that say that a message will never be taken as it is
 */
export function judgeHttp(
  answer: GuardedAnswer,
  { at, never = [], said = '' }: { readonly at: Millis; readonly never?: readonly number[]; readonly said?: string },
): Outcome {
  if (answer.kind !== 'answer')
    return { kind: 'again', status: null, detail: answer.reason, wait: null, whose: 'channel' }
  const { status } = answer
  const detail = said === '' ? `HTTP ${status}` : `HTTP ${status}: ${said}`
  if (status >= 200 && status < 300) return { kind: 'delivered', status, detail }
  if (never.includes(status)) return { kind: 'refused', status, detail, suppress: null }
  const wait = readRetryAfter(answer.retryAfter, at)
  return { kind: 'again', status, detail, wait, whose: THROTTLES.includes(status) ? 'throttle' : 'channel' }
}
