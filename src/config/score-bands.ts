import type { Condition } from './expression.ts'
import type { Band } from './model.ts'

type Bands = readonly { readonly name: string; readonly from: number }[]

/** Bands of a node's value, best first: each from its own beginning up to the next one's, which is no longer in it. */
export function scoreBands(node: number, bands: Bands): Band[] {
  const falling = [...bands].sort((a, b) => b.from - a.from)
  return falling.map(({ name, from }, at) => {
    const above = falling[at - 1]
    const over: Condition = { kind: 'compare', quantity: node, op: '>=', value: from }
    if (above === undefined) return { name, when: over }
    return { name, when: { kind: 'all', of: [over, { kind: 'compare', quantity: node, op: '<', value: above.from }] } }
  })
}
