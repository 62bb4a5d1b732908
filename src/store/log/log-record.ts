import type { Day, Millis } from '../../core/time.ts'

/** What has been applied or judged: event `n` of log `log`. Within a log, n starts at 1 and never skips: each message and each control record takes one. */
export type Position = { readonly log: string; readonly n: number }

/** One position per log: what is known to be applied (or judged) as a whole. */
export type PositionVector = Readonly<Record<string, number>>

export type SegmentType = 'track' | 'identify' | 'group' | 'page' | 'screen' | 'alias'

/** A request body as it arrived (decompressed, UTF-8 JSON), or a chunk of an imported file; `count` messages take positions firstN … firstN + count − 1. */
export type MessagesHeader = {
  readonly kind: 'messages'
  /** Receipt, never going back within a log. */
  readonly receivedAt: Millis
  /** Where it came from: the name of a write key, or of an import. Part of what makes a duplicate. */
  readonly source: string
  /** `single`: the body is one message (its `type` may come from the route); `batch`: `{batch: […]}` or an array; `lines`: NDJSON of canonical messages. */
  readonly shape: 'single' | 'batch' | 'lines'
  readonly type?: SegmentType
  /** Imports: the time is the file's, not the clock's (rules of time differ), and no send is ever triggered. */
  readonly imported: boolean
  readonly firstN: number
  readonly count: number
}

/** Records of the server itself, so that the judgement clock and the config in force are functions of the log. */
export type ControlRecord =
  | { readonly kind: 'day_closed'; readonly day: Day }
  | { readonly kind: 'config_activated'; readonly hash: string }
  | { readonly kind: 'override_set'; readonly hash: string }
  | { readonly kind: 'import_finished'; readonly source: string; readonly kept: number }
  | { readonly kind: 'account_merged'; readonly from: string; readonly into: string; readonly at: Millis }
  | {
      readonly kind: 'account_split'
      readonly from: string
      readonly into: string
      readonly persons: readonly string[]
      readonly at: Millis
    }
  | { readonly kind: 'forgotten'; readonly subject: 'person' | 'account'; readonly id: string }
  /** Stands for the positions that a repair of a damaged log could not save, so that the others keep theirs. */
  | { readonly kind: 'lost' }

/** `count` is 1, except of `lost`. */
export type ControlHeader = ControlRecord & {
  readonly receivedAt: Millis
  readonly firstN: number
  readonly count: number
}

export type LogHeader = MessagesHeader | ControlHeader

/** One frame of the log, read back. Control records have an empty body. */
export type LogFrame = { readonly header: LogHeader; readonly body: Buffer }
