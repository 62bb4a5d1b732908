import type { KeyScopeName } from '../../contract/keys.ts'
import type { Clock } from '../../core/time.ts'
import type { EnvelopeLimits } from '../../ingest/check-envelope.ts'
import type { CompiledSettings } from '../../ingest/ingest-settings.ts'
import type { MessagesHeader } from '../../store/log/log-record.ts'

/** A messages header before the log has given it its place. */
export type BodyHeader = Omit<MessagesHeader, 'firstN'>

/** Whose messages come with a key; `scope` says whether it may send any. */
export type KeyOwner = {
  readonly source: string
  readonly scope: KeyScopeName
  /** The origins of pages that may send with it; null: any, and what is no page. */
  readonly origins: readonly string[] | null
}

/** What the Segment routes need from the outside. */
export type SegmentDeps = {
  /** Resolves when the body is on disk; rejects when it is not, and then nothing is acknowledged. */
  readonly appendBody: (header: BodyHeader, body: Buffer) => Promise<unknown>
  readonly keys: {
    /** What a key stands for; null: unknown or revoked. */
    readonly ownerOf: (key: string) => KeyOwner | null
  }
  /** By what messages are read; for those who ask with `?strict=1` what would be refused. */
  readonly settings: () => CompiledSettings
  /** The secret that Segment signs with what it passes on to us; absent: nothing is taken from there. */
  readonly webhookSecret?: string
  readonly clock: Clock
  readonly limits: SegmentLimits
}

export type SegmentLimits = EnvelopeLimits & {
  /** Bytes of bodies received or waiting for the disk, all requests together; beyond it clients are asked to come back. */
  readonly maxInFlightBytes: number
  /** Messages per second and source; null: as many as come. */
  readonly maxMessagesPerSecond: number | null
}

export const DEFAULT_SEGMENT_LIMITS: SegmentLimits = {
  maxBatchBytes: 500 * 1_024,
  maxItems: 10_000,
  maxInFlightBytes: 64 * 1_024 * 1_024,
  maxMessagesPerSecond: null,
}
