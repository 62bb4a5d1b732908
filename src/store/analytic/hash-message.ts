/**
 * A 52-bit hash of (source, messageId) as a safe integer: finds candidates for duplicates; the texts then decide, so a collision costs
 * a look and never an event.
 */
export function hashMessage(source: string, messageId: string): number {
  let a = 0xdeadbeef ^ source.length
  let b = 0x41c6ce57
  for (let i = 0; i < source.length; i++) {
    const code = source.charCodeAt(i)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ 0xffff, 2246822507)
  for (let i = 0; i < messageId.length; i++) {
    const code = messageId.charCodeAt(i)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return (b & 0xfffff) * 4294967296 + (a >>> 0)
}
