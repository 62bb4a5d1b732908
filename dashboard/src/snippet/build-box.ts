import type { ProductMessage } from '../../../src/contract/messages.ts'
import { STYLE } from './style.ts'

/** What the page says in its own language. `{done}` and `{all}` are filled in. */
export type Words = { readonly close: string; readonly ok: string; readonly done: string; readonly steps: string }
export const WORDS: Words = { close: 'Close', ok: 'Got it', done: 'done', steps: '{done} of {all} steps done' }

/** How somebody sees to a message. */
export type Ending = 'acknowledge' | 'dismiss'

type Child = Node | string | null

/** An element of text and elements: nothing that is said can become markup. */
function make(tag: string, given: Readonly<Record<string, string>>, ...children: readonly Child[]): HTMLElement {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(given)) element.setAttribute(name, value)
  element.append(...children.filter((child) => child !== null))
  return element
}

/** The message as a dialog that leaves the page usable, in a shadow of its own: the page's styles do not reach it. */
export function buildBox(message: ProductMessage, words: Words, end: (how: Ending) => void): HTMLElement {
  const { title, text, link, kind } = message
  const close = make('button', { class: 'x', type: 'button', 'aria-label': words.close }, '×')
  const ok = make('button', { class: 'ok', type: 'button' }, words.ok)
  const go = link === null || !isWeb(link.href) ? null : make('a', { class: 'go', href: link.href }, link.text)
  close.onclick = () => end('dismiss')
  ok.onclick = () => end('acknowledge')
  if (go !== null) go.onclick = () => end('acknowledge')
  const box = make(
    'div',
    { part: 'box', class: `box ${kind}`, role: 'dialog', 'aria-labelledby': 't', tabindex: '-1' },
    close,
    make('h2', { id: 't' }, title),
    text === null ? null : make('p', { id: 'd' }, text),
    ...checklist(message, words),
    ...limit(message),
    make('div', { class: 'acts' }, go, ok),
  )
  if (text !== null) box.setAttribute('aria-describedby', 'd')
  const host = document.createElement('div')
  const shadow = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLE)
  shadow.adoptedStyleSheets = [sheet]
  shadow.append(box)
  return host
}

function isWeb(href: string): boolean {
  return URL.canParse(href, location.href) && /^https?:$/.test(new URL(href, location.href).protocol)
}

function bar(value: number, label: string): Child[] {
  return [
    make('div', { class: 'of' }, label),
    make('progress', { max: '1', value: `${Math.min(1, value)}`, 'aria-label': label }),
  ]
}

function checklist({ steps, progress }: ProductMessage, words: Words): Child[] {
  if (progress === null) return []
  const done = steps.filter((step) => step.done).length
  const label = words.steps.replace('{done}', `${done}`).replace('{all}', `${steps.length}`)
  const items = steps.map((step) => {
    const share = step.done ? words.done : `${Math.floor(step.progress * 100)} %`
    return make(
      'li',
      step.done ? { class: 'done' } : {},
      `${step.done ? '✓' : '○'} ${step.title} `,
      make('small', {}, share),
    )
  })
  return [...bar(progress, label), make('ul', {}, ...items)]
}

function limit({ limit: of, plans }: ProductMessage): Child[] {
  if (of === null) return []
  const cards = plans.map(({ name, price, points }) =>
    make(
      'li',
      {},
      make('h3', {}, name),
      price === null ? null : make('b', {}, price),
      make('ul', {}, ...points.map((point) => make('li', {}, point))),
    ),
  )
  const known = of.use !== null && of.limit !== null
  return [
    ...(known ? bar(of.use ?? 0, `${of.title}: ${of.usage} / ${of.limit}`) : []),
    cards.length === 0 ? null : make('ul', { class: 'plans' }, ...cards),
  ]
}
