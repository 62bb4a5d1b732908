/** Consistency factor: for normal data, 1.4826 times the median distance from the median estimates the standard deviation. */
const MAD_TO_DEVIATION = 1.4826

/** Up to so many numbers are sorted faster one by one than by a call of the engine. */
const FEW = 16

/** The numbers in ascending order, as a new array; NaN last. */
export function sortAscending(values: ArrayLike<number>): Float64Array {
  const sorted = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) sorted[i] = values[i]!
  return sortInPlace(sorted)
}

function sortInPlace(values: Float64Array): Float64Array {
  return values.length <= FEW && !values.includes(Number.NaN) ? insertOneByOne(values) : values.sort()
}

function insertOneByOne(values: Float64Array): Float64Array {
  for (let i = 1; i < values.length; i++) {
    const value = values[i]!
    let at = i
    while (at > 0 && values[at - 1]! > value) values[at] = values[--at]!
    values[at] = value
  }
  return values
}

/** The middle number, or the mean of the two middle ones; null for none. */
export function medianOf(values: ArrayLike<number>): number | null {
  return quantileOf(values, 0.5)
}

/** The number below which this share of the numbers lies, linear between two order statistics (Hyndman and Fan's type 7); null for none. */
export function quantileOf(values: ArrayLike<number>, share: number): number | null {
  return values.length === 0 ? null : quantileOfSorted(sortAscending(values), share)
}

/** As `quantileOf`, of at least one number, in ascending order already. */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  const at = (sorted.length - 1) * share
  const below = Math.floor(at)
  const low = sorted[below]!
  return at === below ? low : low + (at - below) * (sorted[below + 1]! - low)
}

/** The mean without the `trimmed` lowest and the `trimmed` highest numbers; null where none is left. */
export function trimmedMeanOf(values: ArrayLike<number>, trimmed: number): number | null {
  return values.length - 2 * trimmed <= 0 ? null : trimmedMeanOfSorted(sortAscending(values), trimmed)
}

/** As `trimmedMeanOf`, of numbers in ascending order already, of which some are left. */
export function trimmedMeanOfSorted(sorted: ArrayLike<number>, trimmed: number): number {
  const kept = sorted.length - 2 * trimmed
  let sum = 0
  for (let i = trimmed; i < trimmed + kept; i++) sum += sorted[i]!
  return sum / kept
}

/** 1.4826 times the median distance from the median: a standard deviation that outliers do not move; null for none. */
export function deviationByMedian(values: ArrayLike<number>): number | null {
  return values.length === 0 ? null : deviationOfSorted(sortAscending(values))
}

/** As `deviationByMedian`, of at least one number, in ascending order already. */
export function deviationOfSorted(sorted: ArrayLike<number>): number {
  const middle = quantileOfSorted(sorted, 0.5)
  const distances = new Float64Array(sorted.length)
  for (let i = 0; i < sorted.length; i++) distances[i] = Math.abs(sorted[i]! - middle)
  return MAD_TO_DEVIATION * quantileOfSorted(sortInPlace(distances), 0.5)
}
