import { Liquid, LiquidError } from 'liquidjs'

/** Names that the layout of a letter may mention. */
export const LAYOUT_NAMES: readonly string[] = ['title', 'intro', 'groups', 'link', 'unsubscribe']

const engine = new Liquid({ parseLimit: 100_000, ownPropertyOnly: true, strictFilters: true, templates: {} })

/** What is wrong with a Liquid template, or which names it mentions that are not known; null: nothing. */
export function findTemplateFault(template: string, known: readonly string[]): string | null {
  try {
    const unknown = engine.globalVariablesSync(engine.parse(template)).filter((name) => !known.includes(name))
    return unknown.length === 0 ? null : `it mentions ${unknown.join(', ')}; there is ${known.join(', ')}`
  } catch (error) {
    if (error instanceof LiquidError) return error.message.split('\n')[0] ?? 'it cannot be read'
    throw error
  }
}
