import { editDistance } from '../../config/suggest-name.ts'
import { type Millis, MS_PER_DAY } from '../../core/time.ts'
import { splitName, stemOf } from './split-name.ts'

/** A name that was seen. */
export type NameVolume = {
  readonly name: string
  readonly call: string
  readonly count: number
  readonly first: Millis
  readonly last: Millis
}

/** How often two names came from the same person within two seconds of each other. */
export type Together = (a: string, b: string) => number

/**
 * Why two names look like one event: spelt with other capitals, with other separators, with other forms of the same words, with a slip of the keyboard, or one
 * took the place of the other.
 */
export type Likeness = 'capitals' | 'separators' | 'word forms' | 'typo' | 'renamed'

export type NameCluster = {
  /** The most frequent, which the others would become. */
  readonly name: string
  readonly call: string
  readonly count: number
  readonly others: readonly {
    readonly name: string
    readonly count: number
    readonly why: Likeness
    /** Times both were sent for one act: as an alias these would count twice. */
    readonly together: number
  }[]
}

/** The most frequent names, whose likeness is looked at: comparing is quadratic. */
const MOST_NAMES = 500
/** A slip of the keyboard is rare beside what it was meant to be. */
const RARE = 0.1
/** From this share of its events on, a name is sent beside another one. */
const MOSTLY = 0.5
/** Of fewer events nothing can be said of when they are sent. */
const LEAST = 10
/** A new name begins about when the old one ends. */
const CHANGEOVER = 14 * MS_PER_DAY

/** Names that look like one event; each is in one cluster at most. Most frequent first. */
export function clusterNames(names: readonly NameVolume[], together: Together = () => 0): readonly NameCluster[] {
  const sorted = [...names].sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1)).slice(0, MOST_NAMES)
  const formed = sorted.map((seen) => ({ seen, ...formsOf(seen.name) }))
  const taken = new Set<Formed>()
  return formed.flatMap((head, at) => {
    if (taken.has(head)) return []
    const others = formed.slice(at + 1).flatMap((other) => {
      if (taken.has(other) || other.seen.call !== head.seen.call) return []
      const why = likenessOf(head, other, together)
      if (why === null) return []
      taken.add(other)
      const { name, count } = other.seen
      return [{ name, count, why, together: together(head.seen.name, name) }]
    })
    const { name, call, count } = head.seen
    return others.length === 0 ? [] : [{ name, call, count, others }]
  })
}

/** A name in the forms in which it is compared. */
type Formed = {
  readonly seen: NameVolume
  readonly words: number
  readonly plain: string
  readonly stems: ReadonlySet<string>
  readonly sortedStems: string
  readonly digits: string
}

function formsOf(name: string): Omit<Formed, 'seen'> {
  const words = splitName(name)
  const stems = words.map(stemOf)
  const plain = words.join('')
  const sortedStems = [...stems].sort().join(' ')
  return { words: words.length, plain, stems: new Set(stems), sortedStems, digits: plain.replaceAll(/\D/g, '') }
}

function likenessOf(head: Formed, other: Formed, together: Together): Likeness | null {
  if (head.words === 0 || other.words === 0) return null
  if (head.plain === other.plain)
    return head.seen.name.toLowerCase() === other.seen.name.toLowerCase() ? 'capitals' : 'separators'
  if (head.sortedStems === other.sortedStems) return 'word forms'
  if (other.seen.count <= head.seen.count * RARE && isSlip(head, other)) return 'typo'
  return isRename(head, other, together) ? 'renamed' : null
}

/** One letter, or two in a long name; or two that changed places. Digits tell steps and versions apart, and no slip does that. */
function isSlip({ plain: a, digits }: Formed, { plain: b, digits: others }: Formed): boolean {
  const shorter = Math.min(a.length, b.length)
  if (shorter < 8 || Math.abs(a.length - b.length) > 2 || digits !== others) return false
  if (a.slice(0, 3) !== b.slice(0, 3) && a.slice(-3) !== b.slice(-3)) return false
  const edits = editDistance(a, b)
  return edits <= (shorter >= 16 ? 2 : 1) || (edits === 2 && lettersOf(a) === lettersOf(b))
}

function lettersOf(text: string): string {
  return [...text].sort().join('')
}

/** They share half of their words or more, and are sent for the same act; or one ends where the other begins, with about as much of it. */
function isRename(head: Formed, other: Formed, together: Together): boolean {
  const shared = [...other.stems].filter((stem) => head.stems.has(stem)).length
  if (shared === 0 || shared * 2 < Math.min(head.words, other.words)) return false
  const [a, b] = [head.seen, other.seen]
  if (b.count < LEAST) return false
  const beside = together(a.name, b.name)
  return (beside >= b.count * MOSTLY && beside >= countWithin(a, b) * MOSTLY) || follows(a, b)
}

/** How often a name was sent in the time of another one, at its usual pace. */
function countWithin({ count, first, last }: NameVolume, other: NameVolume): number {
  const within = Math.min(last, other.last) - Math.max(first, other.first)
  return last === first ? count : count * Math.max(0, within / (last - first))
}

function follows(a: NameVolume, b: NameVolume): boolean {
  const [old, young] = a.first <= b.first ? [a, b] : [b, a]
  if (young.first <= old.first + CHANGEOVER || Math.abs(young.first - old.last) > CHANGEOVER) return false
  const perDay = ({ count, first, last }: NameVolume) => count / (1 + (last - first) / MS_PER_DAY)
  const ratio = perDay(young) / perDay(old)
  return young.last >= old.last && ratio >= 0.5 && ratio <= 2
}
