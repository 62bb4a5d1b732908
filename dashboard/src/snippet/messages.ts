import type { MessageList, ProductMessage } from '../../../src/contract/messages.ts'
import { buildBox, type Ending, WORDS, type Words } from './build-box.ts'

/** A token of the user who is here, made by the product's own server, or what gives one. */
type Token = string | (() => string | Promise<string>)
type Options = { readonly server?: string; readonly words?: Partial<Words> }

const script = document.currentScript as HTMLScriptElement | null
const HOME = script === null ? '' : script.src.replace(/\/v1\/messages\.js.*$/, '')
let shown = false

/**
 * Shows the oldest message that waits for the user, one at a time; resolves with it once it is on the page, or with null when there is none.
 * It is not shown again once the user has seen to it.
 */
async function show(token: Token, { server = HOME, words = {} }: Options = {}): Promise<ProductMessage | null> {
  const ask = async (path: string, how: RequestInit = {}): Promise<Response> => {
    const authorization = `Bearer ${typeof token === 'string' ? token : await token()}`
    return fetch(`${server}/v1/messages${path}`, { ...how, headers: { authorization } })
  }
  const answer = await ask('')
  const message = answer.ok ? ((await answer.json()) as MessageList).data[0] : undefined
  if (message === undefined || shown) return null
  shown = true
  const before = document.activeElement
  const end = (how: Ending): void => {
    shown = false
    removeEventListener('keydown', onKey)
    host.remove()
    if (before instanceof HTMLElement) before.focus()
    // The page may be left at once: what is on its way goes on.
    void ask(`/${message.id}/${how}`, { method: 'POST', keepalive: true }).catch(() => {})
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && !event.defaultPrevented) end('dismiss')
  }
  const host = buildBox(message, { ...WORDS, ...words }, end)
  document.body.append(host)
  addEventListener('keydown', onKey)
  // Whoever is writing goes on writing.
  if (!before?.matches('input,textarea,select,[contenteditable]'))
    host.shadowRoot?.querySelector<HTMLElement>('[role=dialog]')?.focus()
  return message
}

declare global {
  var telltaleMessages: { readonly show: typeof show }
}
globalThis.telltaleMessages = { show }
const own = script?.dataset.token
if (own !== undefined) void show(own).catch(() => {})
