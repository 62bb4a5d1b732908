import { gunzipSync } from 'node:zlib'

/** Largest body after unpacking. A few KB of gzip can hold gigabytes. */
export const MAX_UNPACKED_BYTES = 1_024 * 1_024

/** The body without gzip, recognised by its first two bytes: clients do not always say it, and some say something else. null: damaged, or larger than `MAX_UNPACKED_BYTES`. */
export function unpackBody(body: Buffer): Buffer | null {
  if (body[0] !== 0x1f || body[1] !== 0x8b) return body
  try {
    // Synchronous: the thread pool may be taken by long queries, and half a megabyte unpacks in a millisecond or two.
    return gunzipSync(body, { maxOutputLength: MAX_UNPACKED_BYTES })
  } catch {
    return null
  }
}
