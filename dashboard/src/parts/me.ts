import { keptValue } from './kept-value.ts'

const me = keptValue('telltale-me')

/** Who looks at the pages, as they called themselves; an act says it as its author. Empty: they have not said. */
export const useMe = me.use

export function setMe(name: string): void {
  me.set(name.trim().slice(0, 200))
}
