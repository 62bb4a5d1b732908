import { dependencies } from '../compile/collect-refs.ts'
import { orderDefinitions } from '../compile/order-definitions.ts'
import type { ConfigDraft } from '../draft.ts'
import type { Problem } from '../problem.ts'

/** Rule: nothing is made of itself, over any number of steps. */
export function checkCycles(config: ConfigDraft): readonly Problem[] {
  const ordered = orderDefinitions(dependencies(config))
  if ('order' in ordered) return []
  return [
    {
      level: 'error',
      code: 'cycle',
      path: pathOf(ordered.cycle[0]!),
      bad: null,
      place: null,
      message: `${ordered.cycle.join(' needs ')}: nothing can be made of itself.`,
      mend: 'Break the circle by writing one of them without naming the next.',
    },
  ]
}

function pathOf(node: string): string {
  const dot = node.indexOf('.')
  const [kind, key] = [node.slice(0, dot), node.slice(dot + 1)]
  if (kind === 'activation') return 'activation'
  if (kind === 'milestone') return `activation.milestones.${key}`
  return kind === 'limit' ? `entitlements.${key}` : `${kind}s.${key}`
}
