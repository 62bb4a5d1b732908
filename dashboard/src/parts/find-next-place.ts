/** Where whoever is to fill in a form begins. */
export const FIRST_FIELD = 'form :is(input:not([type=radio]:not(:checked)), select, textarea):enabled'

/** What stood where: for each part around it, from inside out, what came after it there. */
type Step = { readonly child: Element; readonly parent: Element; readonly after: readonly Element[] }

/** Something that had the focus, what it said, and where it stood. */
export type Stood = { readonly element: HTMLElement; readonly words: string; readonly trail: readonly Step[] }

/** @param layer the dialog or the page that it is in */
export function standOf(element: HTMLElement, layer: Element): Stood {
  const trail: Step[] = []
  for (let child: Element = element; child !== layer && child.parentElement !== null; child = child.parentElement)
    trail.push({ child, parent: child.parentElement, after: siblingsAfter(child) })
  return { element, words: element.textContent, trail }
}

function siblingsAfter(child: Element): readonly Element[] {
  const all = [...(child.parentElement?.children ?? [])]
  return all.slice(all.indexOf(child) + 1)
}

/** Where one goes on whose place is gone: the same of the next row, what came instead of it, the first field or the heading of what it was in. */
export function findNextPlace({ words, trail }: Stood, added: readonly Element[]): HTMLElement | null {
  const rest = trail.slice(trail.findIndex(({ parent }) => parent.isConnected))
  const [from] = rest
  if (from === undefined) return null
  const row = rest.find(({ child }) => child.matches('tr, li'))
  return (row === undefined ? null : inRows(row, words)) ?? insteadOf(from.parent, added) ?? around(from.parent)
}

const CONTROLS = 'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary'

function inRows({ child, parent, after }: Step, words: string): HTMLElement | null {
  const rows = [...parent.children]
  const next = [child, ...after].find((one) => one.parentElement === parent)
  const at = next === undefined ? rows.length : rows.indexOf(next)
  const controls = [...rows.slice(at), ...rows.slice(0, at).reverse()].flatMap(controlsIn)
  return controls.find(({ textContent }) => textContent === words) ?? controls[0] ?? null
}

function insteadOf(parent: Element, added: readonly Element[]): HTMLElement | null {
  const part = parent.closest('section[aria-labelledby], dialog')
  return part === null ? null : (added.filter((one) => part.contains(one)).flatMap(controlsIn)[0] ?? null)
}

function controlsIn(host: Element): HTMLElement[] {
  const inside = [...host.querySelectorAll<HTMLElement>(CONTROLS)]
  return host instanceof HTMLElement && host.matches(CONTROLS) ? [host, ...inside] : inside
}

/** `data-next` names what is next where nothing else says it. */
function around(parent: Element): HTMLElement | null {
  const host = parent.closest<HTMLElement>('[data-next], search, form, section[aria-labelledby], dialog, main')
  if (host === null || host.tagName === 'MAIN') return host
  const { next } = host.dataset
  if (next !== undefined) return document.querySelector<HTMLElement>(next)
  const heading = host.getAttribute('aria-labelledby')
  return heading === null
    ? (host.querySelector<HTMLElement>(FIRST_FIELD) ?? controlsIn(host)[0] ?? null)
    : document.getElementById(heading)
}
