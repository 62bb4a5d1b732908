/**
 * The first frame of every segment file. It chains the files: each says how long the one before it was when it was left, so that a missing, doubled, foreign or
 * shortened segment shows when a log is opened, without reading it all.
 */
export type SegmentHeader = {
  readonly kind: 'segment'
  readonly version: 1
  readonly log: string
  readonly firstN: number
  /** Receipt of the last frame before this segment; receipts never go back within a log. */
  readonly receivedAt: number
  readonly previous: { readonly firstN: number; readonly bytes: number } | null
}

/** Whether a header read back is that of a segment. */
export function isSegmentHeader(header: unknown): header is SegmentHeader {
  return (header as { kind?: unknown } | null)?.kind === 'segment'
}
