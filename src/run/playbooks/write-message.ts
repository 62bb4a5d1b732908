import type { ChannelSettings } from '../../config/delivery/settings.ts'
import type { Millis } from '../../core/time.ts'
import { cleanLine, cleanLines } from '../../deliver/clean-line.ts'
import { renderText, type TemplateData } from '../../deliver/letter/render-template.ts'
import { renderLetter } from '../../deliver/letter/write-letter.ts'
import type { Happening, Message, Traits } from '../../deliver/message.ts'
import type { Action } from '../../playbooks/plan-move.ts'

/** What a message is about. */
export type Telling = {
  readonly playbook: string
  readonly account: string
  readonly person: string
  readonly occurrence: string
  readonly because: string
  readonly at: Millis
  readonly data: TemplateData
}

const SUBJECT = 300
const TEXT = 20_000

/** The message of a `send`: for people a note or a letter, for programs what happened. @throws what is wrong with a template */
export function writeSend(
  send: Extract<Action, { kind: 'send' }>,
  telling: Telling,
  channel: ChannelSettings | undefined,
): Message {
  const { data } = telling
  const subject = cleanLine(renderText(send.subject, data), SUBJECT)
  const text = cleanLines(renderText(send.text, data), TEXT)
  if (channel?.kind === 'webhook' || channel?.kind === 'segment')
    return happen(`playbook.${telling.playbook}`, telling, { subject, text, recipient: data.recipient ?? null })
  if (send.html !== null && channel?.kind === 'email')
    return renderLetter({ subject: send.subject, text: send.text, html: send.html }, data)
  const href = send.link === null ? null : renderText(send.link.href, data).trim()
  // A place of the product itself, where it is the product that shows the link.
  const leads = channel?.kind === 'in-app' ? /^(https?:\/)?\// : /^https?:\/\//
  const link = href === null || !leads.test(href) ? null : { text: cleanLine(send.link!.text, SUBJECT), href }
  if (channel?.kind === 'in-app')
    return { kind: 'prompt', title: subject, text, link, shows: send.shows ?? { kind: 'text' }, until: null }
  return { kind: 'note', title: subject, intro: text, groups: [], link }
}

/** What a `set` writes elsewhere. */
export function writeSet({ field, value }: Extract<Action, { kind: 'set' }>, telling: Telling): Traits {
  const { account, person, data, at } = telling
  const said = cleanLine(renderText(value, data), SUBJECT)
  return {
    kind: 'traits',
    ...(person === '' ? { of: 'account', id: account } : { of: 'user', id: person.slice(2) }),
    at: new Date(at).toISOString(),
    traits: { [field]: said === 'true' || said === 'false' ? said === 'true' : said },
  }
}

/** What a `call` tells a program. */
export function writeCall({ type, data }: Extract<Action, { kind: 'call' }>, telling: Telling): Happening {
  const said = Object.entries(data).map(([key, text]) => [key, cleanLines(renderText(text, telling.data), TEXT)])
  return happen(type, telling, Object.fromEntries(said))
}

function happen(type: string, telling: Telling, data: Readonly<Record<string, unknown>>): Happening {
  const { account, person, at, playbook, occurrence, because } = telling
  return {
    ...{ kind: 'happening', type, at: new Date(at).toISOString() },
    ...{ user: person === '' ? null : person.slice(2), account: account === '' ? null : account },
    data: { playbook, occurrence, because, ...data },
  }
}
