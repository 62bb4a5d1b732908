/** Where something belongs in a list that is in order: behind all that comes before it. */
export function placeIn<T>(ordered: readonly T[], comesBefore: (one: T) => boolean): number {
  let [from, to] = [0, ordered.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (comesBefore(ordered[middle]!)) from = middle + 1
    else to = middle
  }
  return from
}
