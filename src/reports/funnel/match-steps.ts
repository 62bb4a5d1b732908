/** Which event serves which step: indices of events by step, −1 where none does. One event serves one step. */
export type Matching = Int32Array

/**
 * Tries to find an event for one more step, moving events between the steps that have one already where that helps (augmenting paths).
 * `meets(event, step)` over events [from, to).
 */
export function matchOneMore(
  matching: Matching,
  step: number,
  events: { readonly from: number; readonly to: number; readonly meets: (event: number, step: number) => boolean },
): boolean {
  return augment(matching, step, { ...events, tried: new Set() })
}

type Search = {
  readonly from: number
  readonly to: number
  readonly meets: (event: number, step: number) => boolean
  readonly tried: Set<number>
}

function augment(matching: Matching, step: number, search: Search): boolean {
  for (let event = search.from; event < search.to; event++) {
    if (search.tried.has(event) || !search.meets(event, step)) continue
    search.tried.add(event)
    const holder = matching.indexOf(event)
    if (holder >= 0 && !augment(matching, holder, search)) continue
    matching[step] = event
    return true
  }
  return false
}
