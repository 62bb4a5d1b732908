/** The groups of nodes that reach each other (Tarjan), and nodes that reach themselves; each sorted, the list too. */
export function findCycles(edges: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const search: Search = { edges, index: new Map(), low: new Map(), stack: [], found: [] }
  for (const node of edges.keys()) if (!search.index.has(node)) visit(search, node)
  return search.found.sort((a, b) => (a.join() < b.join() ? -1 : 1))
}

type Search = {
  readonly edges: ReadonlyMap<string, readonly string[]>
  readonly index: Map<string, number>
  readonly low: Map<string, number>
  readonly stack: string[]
  readonly found: (readonly string[])[]
}

function visit(search: Search, node: string): void {
  const { edges, index, low, stack } = search
  const own = index.size
  index.set(node, own)
  low.set(node, own)
  stack.push(node)
  for (const next of edges.get(node) ?? []) {
    if (!index.has(next)) visit(search, next)
    if (stack.includes(next)) low.set(node, Math.min(low.get(node) ?? own, low.get(next) ?? own))
  }
  if (low.get(node) !== own) return
  const group = stack.splice(stack.indexOf(node))
  if (group.length > 1 || (edges.get(node) ?? []).includes(node)) search.found.push(group.sort())
}
