import { cleanLine } from '../clean-line.ts'
import type { Letter, Message, Note, NoteItem } from '../message.ts'
import { noteOfPrompt } from '../note-of-prompt.ts'
import { type LetterTemplate, renderHtml, renderText, type TemplateData } from './render-template.ts'

const SUBJECT = 200
const LINE = 1_000

/** A message as a letter. `unsubscribe`: where whoever gets it can ask for no more; null: nowhere. */
export function writeLetter(
  message: Message,
  { template, unsubscribe }: { readonly template: LetterTemplate; readonly unsubscribe: string | null },
): Letter {
  switch (message.kind) {
    case 'letter':
      return { ...message, subject: cleanLine(message.subject, SUBJECT) }
    case 'note':
      return renderLetter(template, { ...cleanNote(message), unsubscribe })
    case 'prompt':
      return writeLetter(noteOfPrompt(message), { template, unsubscribe })
    case 'happening':
      return asData(message.type, { user: message.user, account: message.account, ...message.data })
    case 'traits':
      return asData(`${message.of} ${message.id}`, message.traits)
  }
}

/** A letter of a template. Values are escaped in HTML; a subject is one line. @throws what is wrong with the template */
export function renderLetter({ subject, text, html }: LetterTemplate, data: TemplateData): Letter {
  return {
    kind: 'letter',
    subject: cleanLine(renderText(subject, data), SUBJECT),
    text: renderText(text, data).replaceAll(/\n{3,}/g, '\n\n'),
    html: html === null ? null : renderHtml(html, data),
  }
}

function cleanNote({ title, intro, groups, link }: Note): TemplateData {
  const line = (text: string): string => cleanLine(text, LINE)
  const item = ({ text, detail, href }: NoteItem) => ({
    ...{ text: line(text), detail: detail === null ? null : line(detail), href: webOnly(href) },
  })
  return {
    ...{ title: line(title), intro: intro === null ? null : line(intro) },
    groups: groups.map((group) => ({
      ...{ title: group.title === null ? null : line(group.title), items: group.items.map(item) },
    })),
    link: link === null || webOnly(link.href) === null ? null : { text: line(link.text), href: link.href },
  }
}

function webOnly(href: string | null): string | null {
  return href !== null && URL.canParse(href) && /^https?:$/.test(new URL(href).protocol) ? href : null
}

function asData(title: string, data: object): Letter {
  return { kind: 'letter', subject: cleanLine(title, SUBJECT), text: JSON.stringify(data, null, 2), html: null }
}
