import { cleanLine, cleanLines } from '../clean-line.ts'
import type { Message, Note, NoteGroup, NoteItem } from '../message.ts'
import { noteOfPrompt } from '../note-of-prompt.ts'

/** What Slack shows: blocks, and a text where it shows none (in a notification). */
export type SlackMessage = { readonly text: string; readonly blocks: readonly Block[] }
type Block = Readonly<Record<string, unknown>>

/** Limits of Block Kit: characters of a header and of a section, blocks of a message. */
const HEADER = 150
const SECTION = 3_000
const BLOCKS = 50
/** Of a list so many lines are shown, each so long: Slack refuses a message that is too large as a whole. */
const ITEMS = 30
const ITEM = 300

/**
 * A message in blocks of plain and rich text, in which nothing is parsed: no mention, link or markup can come from what is said. Only the text of notifications is parsed, and
 * escaped.
 */
export function toSlack(message: Message): SlackMessage {
  const { title, blocks } = tell(message)
  const header = { type: 'header', text: plain(cleanLine(title, HEADER)) }
  return { text: escapeSlack(cleanLine(title, SECTION)), blocks: [header, ...blocks].slice(0, BLOCKS) }
}

/** The three characters by which Slack's markup begins and ends. */
export function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function tell(message: Message): { readonly title: string; readonly blocks: readonly Block[] } {
  switch (message.kind) {
    case 'note':
      return { title: message.title, blocks: noteBlocks(message) }
    case 'prompt':
      return tell(noteOfPrompt(message))
    case 'letter':
      return { title: message.subject, blocks: sections(message.text) }
    case 'happening': {
      const { type, user, account, data } = message
      return { title: type, blocks: sections(JSON.stringify({ user, account, ...data })) }
    }
    case 'traits':
      return { title: `${message.of} ${message.id}`, blocks: sections(JSON.stringify(message.traits)) }
  }
}

function noteBlocks({ intro, groups, link }: Note): Block[] {
  return [
    ...(intro === null ? [] : sections(intro)),
    ...groups.flatMap(groupBlocks),
    ...(link === null ? [] : [rich([{ type: 'rich_text_section', elements: [linkTo(link.href, link.text)] }])]),
  ]
}

function groupBlocks({ title, items }: NoteGroup): Block[] {
  const shown = items.slice(0, ITEMS)
  const more = items.length - shown.length
  const last = more === 0 ? [] : [said(`and ${more} more`)]
  const elements = [
    ...(title === null ? [] : [{ type: 'rich_text_section', elements: [text(cleanLine(title, ITEM), true)] }]),
    {
      ...{ type: 'rich_text_list', style: 'bullet' },
      elements: [...shown.map(itemOf), ...last],
    },
  ]
  return [rich(elements)]
}

function itemOf({ text: line, detail, href }: NoteItem): Block {
  const head = href === null ? text(cleanLine(line, ITEM), true) : linkTo(href, line)
  const tail = detail === null ? [] : [text(` ${cleanLine(detail, ITEM)}`, false)]
  return { type: 'rich_text_section', elements: [head, ...tail] }
}

function said(line: string): Block {
  return { type: 'rich_text_section', elements: [text(line, false)] }
}

/** A text may not be empty in Slack. */
function text(line: string, bold: boolean): Block {
  return { type: 'text', text: line === '' ? '–' : line, ...(bold ? { style: { bold: true } } : {}) }
}

function linkTo(href: string, line: string): Block {
  const isWeb = URL.canParse(href) && /^https?:$/.test(new URL(href).protocol)
  return isWeb ? { type: 'link', url: href, text: cleanLine(line, ITEM) || href } : text(cleanLine(line, ITEM), true)
}

function rich(elements: readonly unknown[]): Block {
  return { type: 'rich_text', elements }
}

function sections(long: string): Block[] {
  const cleaned = [...cleanLines(long, SECTION * 10)]
  const blocks: Block[] = []
  for (let from = 0; from < cleaned.length; from += SECTION) {
    const part = cleaned.slice(from, from + SECTION).join('')
    if (part.trim() !== '') blocks.push({ type: 'section', text: plain(part) })
  }
  return blocks
}

function plain(line: string): Block {
  return { type: 'plain_text', text: line === '' ? '–' : line, emoji: false }
}
