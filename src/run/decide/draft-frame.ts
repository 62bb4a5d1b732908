import type { FoldedAccount } from '../../fold/fold-account.ts'
import type { FrameRows } from '../../store/analytic/analytic-store.ts'
import type { Planned } from '../planned.ts'

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

/** The draft as rows of the store, one quantity after another. */
export function frameRows({ nodes, accounts }: FrameDraft): Pick<FrameRows, 'quantity' | 'entity' | 'value' | 'band'> {
  return {
    quantity: nodes.flatMap(({ key }) => accounts.map(() => key)),
    entity: Int32Array.from(nodes.flatMap(() => accounts)),
    value: Float64Array.from(nodes.flatMap(({ values }) => values)),
    band: null,
  }
}
