import { closeSync, ftruncateSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs'

/**
 * How often each row came before in a file, told by 64 bits of its hash: pages of places, in memory while they are few and in a file after that. So the memory of an
 * import does not grow with what is imported.
 */
export type RowCounts = {
  /** Counts a row by its hash (8 bytes or more); gives how often it came before. */
  readonly count: (hash: Buffer) => number
  readonly close: () => void
}

const PAGE_BYTES = 4_096
/** Two words of hash and one of count. No count is 0 where a place is taken. */
const PLACE_WORDS = 3
const PLACES = Math.floor(PAGE_BYTES / 4 / PLACE_WORDS)
/** Pages stay far from full, so that none overflows: hashes spread over them evenly. */
const FULL = 0.6
const PAGES_IN_MEMORY = 16_384

type Pages = {
  /** A power of two. */
  count: number
  rows: number
  memory: Buffer
  fd: number | null
  readonly scratch: Buffer
}

/** `path` is where the pages go when there are more than 64 MB of them (some 3 M different rows); the file is made only then, and removed at the end. null: never. */
export function openRowCounts(path: string | null, pagesInMemory = PAGES_IN_MEMORY): RowCounts {
  const memory = Buffer.alloc(PAGE_BYTES)
  const pages: Pages = { count: 1, rows: 0, memory, fd: null, scratch: Buffer.alloc(PAGE_BYTES) }
  return {
    count: (hash) => {
      const before = countIn(pages, hash.readUInt32LE(0), hash.readUInt32LE(4))
      if (before > 0) return before
      pages.rows++
      if (pages.rows > pages.count * PLACES * FULL) double(pages, { path, pagesInMemory })
      return 0
    },
    close: () => {
      if (pages.fd === null || path === null) return
      closeSync(pages.fd)
      unlinkSync(path)
    },
  }
}

function countIn(pages: Pages, high: number, low: number): number {
  const number = low & (pages.count - 1)
  const page = readPage(pages, number)
  const words = wordsOf(page)
  let at = 0
  while (at < PLACES * PLACE_WORDS && words[at + 2] !== 0 && (words[at] !== high || words[at + 1] !== low))
    at += PLACE_WORDS
  const before = words[at + 2]!
  words.set([high, low, before + 1], at)
  writePage(pages, number, page)
  return before
}

type Room = { readonly path: string | null; readonly pagesInMemory: number }

/** Every page splits in two, by the next bit of the hashes. */
function double(pages: Pages, { path, pagesInMemory }: Room): void {
  const before = pages.count
  pages.count *= 2
  if (pages.fd !== null) ftruncateSync(pages.fd, pages.count * PAGE_BYTES)
  else if (path !== null && pages.count > pagesInMemory) moveToFile(pages, path)
  else pages.memory = Buffer.concat([pages.memory, Buffer.alloc(before * PAGE_BYTES)])
  for (let number = 0; number < before; number++) split(pages, number, before)
}

function split(pages: Pages, number: number, bit: number): void {
  const from = Uint32Array.from(wordsOf(readPage(pages, number)))
  const staying = Buffer.alloc(PAGE_BYTES)
  const going = Buffer.alloc(PAGE_BYTES)
  const ends = { staying: 0, going: 0 }
  for (let at = 0; at < PLACES * PLACE_WORDS && from[at + 2] !== 0; at += PLACE_WORDS) {
    const place = from.subarray(at, at + PLACE_WORDS)
    if ((from[at + 1]! & bit) === 0) wordsOf(staying).set(place, ends.staying)
    else wordsOf(going).set(place, ends.going)
    ends[(from[at + 1]! & bit) === 0 ? 'staying' : 'going'] += PLACE_WORDS
  }
  writePage(pages, number, staying)
  writePage(pages, number + bit, going)
}

function moveToFile(pages: Pages, path: string): void {
  pages.fd = openSync(path, 'w+', 0o600)
  writeSync(pages.fd, pages.memory, 0, pages.memory.length, 0)
  ftruncateSync(pages.fd, pages.count * PAGE_BYTES)
  pages.memory = Buffer.alloc(0)
}

function readPage({ memory, fd, scratch }: Pages, number: number): Buffer {
  if (fd === null) return memory.subarray(number * PAGE_BYTES, (number + 1) * PAGE_BYTES)
  readSync(fd, scratch, 0, PAGE_BYTES, number * PAGE_BYTES)
  return scratch
}

function writePage({ memory, fd }: Pages, number: number, page: Buffer): void {
  if (fd !== null) writeSync(fd, page, 0, PAGE_BYTES, number * PAGE_BYTES)
  else if (page.buffer !== memory.buffer) memory.set(page, number * PAGE_BYTES)
}

function wordsOf(page: Buffer): Uint32Array {
  return new Uint32Array(page.buffer, page.byteOffset, PAGE_BYTES / 4)
}
