import type { Millis } from '../core/time.ts'
import type { Message } from './message.ts'

/** One message on its way, and the how manieth attempt at it this is. */
export type Outgoing = {
  readonly key: string
  readonly target: string
  readonly message: Message
  readonly attempt: number
  /** When it was decided. */
  readonly createdAt: Millis
  /** When the attempt is made. */
  readonly at: Millis
}

/** What became of an attempt. `status`: of HTTP or SMTP, where it came so far. */
export type Outcome =
  | { readonly kind: 'delivered'; readonly status: number | null; readonly detail: string }
  /** To be tried again. `wait`: not before so many ms have passed. `whose`: the channel fails, the channel asks to be spared for a while, or only this message has to wait. */
  | {
      readonly kind: 'again'
      readonly status: number | null
      readonly detail: string
      readonly wait: number | null
      readonly whose: 'channel' | 'throttle' | 'message'
    }
  /** Never as it is. `suppress`: an address that is to get nothing more. */
  | {
      readonly kind: 'refused'
      readonly status: number | null
      readonly detail: string
      readonly suppress: string | null
    }
  /** The channel leads nowhere any more; the message waits until it is switched on again. */
  | { readonly kind: 'gone'; readonly status: number | null; readonly detail: string }

/** A way out. Each kind is a module that makes one of these; nothing else knows how it is done. */
export type Channel = {
  readonly name: string
  /** Attempts under way at a time. */
  readonly concurrency: number
  /** Messages of one attempt. */
  readonly batch: number
  /** An outcome for each, in their order. Never throws. */
  readonly send: (messages: readonly Outgoing[], stop: AbortSignal) => Promise<readonly Outcome[]>
  readonly close: () => void
}
