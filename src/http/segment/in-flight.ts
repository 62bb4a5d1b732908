/** Bytes of request bodies held in memory, bounded. */
export type InFlight = { bytes: number; readonly limit: number }

/** What a request will hold: its announced length, or the most it may have when it announces none. */
export function announcedBytes(contentLength: string | undefined, most: number): number {
  const length = contentLength === undefined ? most : Number(contentLength)
  return Number.isSafeInteger(length) && length >= 0 ? Math.min(length, most) : most
}

/** Takes room for `bytes`; false when there is none. A single request always fits an empty house. */
export function reserveBytes(inFlight: InFlight, bytes: number): boolean {
  if (inFlight.bytes > 0 && inFlight.bytes + bytes > inFlight.limit) return false
  inFlight.bytes += bytes
  return true
}

export function releaseBytes(inFlight: InFlight, bytes: number): void {
  inFlight.bytes -= bytes
}
