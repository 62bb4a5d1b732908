/** The valid name that `name` was most likely meant to be: at most a third of its letters away; null when none is near. */
export function suggestName(name: string, valid: readonly string[]): string | null {
  const short = name.slice(0, 100)
  const ranked = valid.map((other) => ({
    other,
    away: editDistance(short.toLowerCase(), other.slice(0, 100).toLowerCase()),
  }))
  const best = ranked.sort((a, b) => a.away - b.away)[0]
  return best !== undefined && best.away <= Math.max(1, Math.floor(short.length / 3)) ? best.other : null
}

/** Insertions, deletions and substitutions between two strings. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
