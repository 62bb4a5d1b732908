/**
 * Benjamini and Hochberg's q-values (1995): the smallest share of false discoveries at which each p-value of a family would still be one. In the order of the
 * p-values given; a family is all tests of one workspace, outcome, kind and run.
 */
export function controlDiscoveries(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((_, i) => i).sort((i, j) => pValues[j]! - pValues[i]!)
  const q = new Array<number>(pValues.length)
  let least = 1
  order.forEach((index, place) => {
    least = Math.min(least, (pValues[index]! * pValues.length) / (pValues.length - place))
    q[index] = least
  })
  return q
}
