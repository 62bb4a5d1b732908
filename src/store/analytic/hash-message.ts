import type { TextSpan } from './text-column.ts'

/** What a hash is after the source, from which any id goes on. */
export type BegunHash = { readonly a: number; readonly b: number }

/**
 * A 52-bit hash of (source, messageId) as a safe integer: finds candidates for duplicates; the texts then decide, so a collision costs
 * a look and never an event.
 */
export function hashMessage(source: string, messageId: string): number {
  let { a, b } = beginHash(source)
  for (let i = 0; i < messageId.length; i++) {
    const code = messageId.charCodeAt(i)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  return endHash(a, b)
}

/** The same, of an id in ASCII. */
export function hashMessageBytes(begun: BegunHash, { text, from, to }: TextSpan): number {
  let { a, b } = begun
  for (let at = from; at < to; at++) {
    const code = text[at]!
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  return endHash(a, b)
}

export function beginHash(source: string): BegunHash {
  let a = 0xdeadbeef ^ source.length
  let b = 0x41c6ce57
  for (let i = 0; i < source.length; i++) {
    const code = source.charCodeAt(i)
    a = Math.imul(a ^ code, 2654435761)
    b = Math.imul(b ^ code, 1597334677)
  }
  return { a: Math.imul(a ^ 0xffff, 2246822507), b }
}

function endHash(one: number, other: number): number {
  const a = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909)
  const b = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return (b & 0xfffff) * 4294967296 + (a >>> 0)
}
