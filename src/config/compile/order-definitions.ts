/** The nodes with those they need before them, else in the order given; or the cycle that forbids it, its first node repeated at the end. */
export function orderDefinitions(
  needs: ReadonlyMap<string, readonly string[]>,
): { readonly order: readonly string[] } | { readonly cycle: readonly string[] } {
  const done = new Set<string>()
  for (const node of needs.keys()) {
    const cycle = visit(node, [], { needs, done })
    if (cycle !== null) return { cycle }
  }
  return { order: [...done] }
}

type Walk = { readonly needs: ReadonlyMap<string, readonly string[]>; readonly done: Set<string> }

function visit(node: string, path: readonly string[], walk: Walk): readonly string[] | null {
  if (walk.done.has(node)) return null
  if (path.includes(node)) return [...path.slice(path.indexOf(node)), node]
  for (const next of walk.needs.get(node) ?? []) {
    const cycle = visit(next, [...path, node], walk)
    if (cycle !== null) return cycle
  }
  walk.done.add(node)
  return null
}
