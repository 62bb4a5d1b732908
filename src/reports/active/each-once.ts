/** Further apart than this, times how many there are, units are sorted instead of looked for one after the other. */
const SPARSE = 16

/** Puts whole numbers in rising order, each once, in place. */
export function makeEachOnce(): (units: number[]) => void {
  let isThere = new Uint8Array(512)
  return (units) => {
    let [least, greatest] = [units[0]!, units[0]!]
    for (let i = 1; i < units.length; i++) {
      const unit = units[i]!
      if (unit < least) least = unit
      else if (unit > greatest) greatest = unit
    }
    const span = greatest - least + 1
    if (span > SPARSE * units.length) {
      sortOnce(units)
      return
    }
    if (span > isThere.length) isThere = new Uint8Array(span * 2)
    for (let i = 0; i < units.length; i++) isThere[units[i]! - least] = 1
    let kept = 0
    for (let at = 0; at < span; at++) {
      if (isThere[at] === 0) continue
      isThere[at] = 0
      units[kept++] = least + at
    }
    units.length = kept
  }
}

function sortOnce(units: number[]): void {
  units.sort((a, b) => a - b)
  let kept = 0
  for (let i = 0; i < units.length; i++) if (i === 0 || units[i] !== units[i - 1]) units[kept++] = units[i]!
  units.length = kept
}
