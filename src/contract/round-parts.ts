/**
 * Parts of a total to one decimal, so that what is shown adds up to the total as shown: each is cut off, and the tenths that are left go to those that lost
 * most.
 */
export function roundParts(parts: readonly number[]): number[] {
  const total = Math.round(10 * parts.reduce((sum, part) => sum + part, 0))
  const cut = parts.map((part) => Math.floor(10 * part))
  const left = total - cut.reduce((sum, part) => sum + part, 0)
  const byLoss = parts.map((part, i) => ({ i, lost: 10 * part - cut[i]! })).sort((a, b) => b.lost - a.lost || a.i - b.i)
  for (const { i } of byLoss.slice(0, Math.max(0, left))) cut[i]! += 1
  return cut.map((part) => part / 10)
}
