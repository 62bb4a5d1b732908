import { type InAppTarget, readInAppTarget } from '../../config/delivery/in-app-target.ts'
import { MS_PER_DAY } from '../../core/time.ts'
import type { NewMessage } from '../../store/control/messages.ts'
import type { Channel, Outcome, Outgoing } from '../channel.ts'
import { cleanLine, cleanLines } from '../clean-line.ts'
import type { Link, Message, Prompt } from '../message.ts'

export type InAppChannel = { readonly name: string; readonly days: number }

/** Keeps messages for the product to ask for. */
export type KeepMessages = (messages: readonly NewMessage[]) => Promise<void>

const TITLE = 200
const TEXT = 2_000
const POINTS = 12

/** Messages that wait in the control store until the product asks for them. */
export function openInApp({ name, days }: InAppChannel, keep: KeepMessages): Channel {
  return {
    ...{ name, concurrency: 1, batch: 100, close: () => {} },
    send: async (messages) => {
      const read = messages.map((one) => toKept(one, days))
      try {
        await keep(read.filter((one) => 'key' in one))
      } catch (error) {
        const detail = `it could not be kept (${(error as Error).message.slice(0, 200)})`
        return messages.map((): Outcome => ({ kind: 'again', status: null, detail, wait: null, whose: 'channel' }))
      }
      return read.map((one): Outcome => ('key' in one ? KEPT : one))
    },
  }
}

const KEPT: Outcome = { kind: 'delivered', status: null, detail: 'it waits until the product asks for it' }

/** The message as it is kept, or why it cannot be. */
function toKept({ key, target, message, createdAt }: Outgoing, days: number): NewMessage | Outcome {
  const to = readInAppTarget(target)
  const prompt = toPrompt(message)
  if (to === null) return refused('it names nobody: user/ID, user/ID/in/ACCOUNT or account/ACCOUNT')
  if (prompt === null) return refused('there is nothing in it that a user could be shown')
  const until = prompt.until === null ? Number.NaN : Date.parse(prompt.until)
  return {
    ...{ key, person: personOf(to), account: to.account ?? '', payload: JSON.stringify(prompt), at: createdAt },
    until: Number.isNaN(until) ? createdAt + days * MS_PER_DAY : until,
  }
}

function personOf({ user }: InAppTarget): string {
  return user === null ? '' : `u:${user}`
}

function refused(detail: string): Outcome {
  return { kind: 'refused', status: null, detail, suppress: null }
}

/** What people are told elsewhere is told here in short; what is for programs is no message. */
function toPrompt(message: Message): Prompt | null {
  switch (message.kind) {
    case 'prompt':
      return { ...message, ...said(message), shows: cleanShown(message.shows) }
    case 'note':
      return { ...PLAIN, ...said({ title: message.title, text: message.intro, link: message.link }) }
    case 'letter':
      return { ...PLAIN, ...said({ title: message.subject, text: message.text, link: null }) }
    case 'happening':
    case 'traits':
      return null
  }
}

const PLAIN = { kind: 'prompt', shows: { kind: 'text' }, until: null } as const

function said({ title, text, link }: Pick<Prompt, 'title' | 'text' | 'link'>) {
  return { title: cleanLine(title, TITLE), text: text === null ? null : cleanLines(text, TEXT), link: cleanLink(link) }
}

/** Only to the web, and to places of the product itself. */
function cleanLink(link: Link | null): Link | null {
  if (link === null || !/^(https?:\/\/|\/(?![/\\]))/i.test(link.href)) return null
  if (!URL.canParse(link.href, 'https://product.invalid')) return null
  return { text: cleanLine(link.text, TITLE), href: link.href }
}

function cleanShown(shows: Prompt['shows']): Prompt['shows'] {
  if (shows.kind !== 'limit') return shows
  const plans = shows.plans.slice(0, POINTS).map(({ name, price, points }) => ({
    ...{ name: cleanLine(name, TITLE), price: price === null ? null : cleanLine(price, TITLE) },
    points: points.slice(0, POINTS).map((point) => cleanLine(point, TITLE)),
  }))
  return { ...shows, plans }
}
