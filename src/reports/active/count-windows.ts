/** Windows of units, both ends taken in, rising together: window i is [from[i], to[i]]. */
export type Windows = { readonly from: Int32Array; readonly to: Int32Array }

/** Calls `inWindow` once for each window in which one of the rising units is. */
export function eachWindow({ from, to }: Windows, units: readonly number[], inWindow: (window: number) => void): void {
  let next = 0
  for (const unit of units) {
    while (next < to.length && to[next]! < unit) next++
    for (; next < from.length && from[next]! <= unit; next++) inWindow(next)
  }
}

/** Counts an actor, all of whose rising units these are, once in each window in which one of them is. */
export function countUnits({ windows: { from, to }, counts }: WindowCount, units: readonly number[]): void {
  let next = 0
  for (let i = 0; i < units.length; i++) {
    const unit = units[i]!
    while (next < to.length && to[next]! < unit) next++
    for (; next < from.length && from[next]! <= unit; next++) counts[next]! += 1
  }
}

/** Trailing windows of so many units that end with each of `to`. */
export function trailing(to: Int32Array, units: number): Windows {
  return { from: to.map((unit) => unit - units + 1), to }
}

/** Distinct actors by window. An actor comes as one or several series, one right after the other. */
export type WindowCount = {
  readonly windows: Windows
  readonly counts: Float64Array
  readonly lastEntity: Float64Array
}

export function makeCount(windows: Windows): WindowCount {
  const size = windows.to.length
  return { windows, counts: new Float64Array(size), lastEntity: new Float64Array(size).fill(-1) }
}

/** Counts an actor in a window unless it was counted there. */
export function countOnce({ counts, lastEntity }: WindowCount, window: number, entity: number): void {
  if (lastEntity[window] === entity) return
  lastEntity[window] = entity
  counts[window]! += 1
}
