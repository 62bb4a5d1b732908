import type { Day } from '../../core/time.ts'
import type { FoldedAccount } from '../../fold/fold-account.ts'
import type { AnalyticStore } from '../../store/analytic/analytic-store.ts'
import type { Planned } from '../project.ts'

/** Named indicators of the account level at a close, as they are gathered account by account. */
export type FrameDraft = {
  readonly nodes: readonly { readonly node: number; readonly key: string; readonly values: number[] }[]
  readonly accounts: number[]
}

/** Only what the configuration names is kept: unnamed parts of conditions can be replayed, and nobody asks reports for them. */
export function openFrame({ model }: Planned): FrameDraft {
  const nodes = model.graph.account.flatMap(({ key }, node) => (key === null ? [] : [{ node, key, values: [] }]))
  return { nodes, accounts: [] }
}

/** Takes an account's values of the last judged day. */
export function addToFrame(draft: FrameDraft, folded: FoldedAccount): void {
  const last = folded.to - folded.from
  draft.accounts.push(folded.account)
  for (const { node, values } of draft.nodes) values.push(folded.values[node]?.[last] ?? Number.NaN)
}

/** Stores the frame of a closed day: derived, rebuildable, joined by reports. */
export async function writeFrames(
  store: AnalyticStore,
  draft: FrameDraft,
  of: { readonly day: Day; readonly configHash: string },
): Promise<void> {
  const entity = Int32Array.from(draft.accounts)
  for (const { key, values } of draft.nodes)
    await store.writeFrame({ ...of, quantity: key, entity, value: Float64Array.from(values), band: null })
}
