import type { ErrorCode } from '../../core/errors.ts'
import type { PendingAppend } from './commit-appends.ts'
import type { Appended, LogStatus, OpenedLog } from './log-writer.ts'

/** What passes between the thread that appends and the thread that writes. Bodies of one message lie one after another in `bytes`, which changes hands. */
export type ToLogWorker =
  | {
      readonly kind: 'append'
      readonly headers: readonly PendingAppend['header'][]
      readonly lengths: readonly number[]
      readonly bytes: Uint8Array
    }
  | { readonly kind: 'check room' }
  | { readonly kind: 'close' }

/** An error as it crosses threads: a class instance would not survive. */
export type ErrorData = {
  readonly code: ErrorCode
  readonly message: string
  readonly params: Readonly<Record<string, string | number>>
}

export type FromLogWorker =
  | { readonly kind: 'opened'; readonly opened: OpenedLog }
  | { readonly kind: 'refused'; readonly error: ErrorData }
  | {
      readonly kind: 'committed'
      readonly outcomes: readonly (Appended | { readonly error: ErrorData })[]
      readonly lastN: number
      readonly status: LogStatus
    }
  | { readonly kind: 'room checked'; readonly status: LogStatus }
  | { readonly kind: 'closed' }
