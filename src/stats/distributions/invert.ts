/** The x in [low, high] at which a function that does not fall passes `wanted`, to the last digits; by bisection. */
export function invert(rising: (x: number) => number, wanted: number, [low, high]: readonly [number, number]): number {
  let [below, above] = [low, high]
  for (;;) {
    const middle = (below + above) / 2
    if (middle <= below || middle >= above) return middle
    if (rising(middle) < wanted) below = middle
    else above = middle
  }
}
