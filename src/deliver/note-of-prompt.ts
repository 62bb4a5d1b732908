import type { Note, NoteItem, Prompt } from './message.ts'

/** What the product would show, for people elsewhere: the text, and of plans what they have. */
export function noteOfPrompt({ title, text, link, shows }: Prompt): Note {
  const items: NoteItem[] =
    shows.kind === 'limit'
      ? shows.plans.map(({ name, price, points }) => ({
          ...{ text: price === null ? name : `${name}, ${price}`, detail: points.join(', ') || null, href: null },
        }))
      : []
  return { kind: 'note', title, intro: text, groups: items.length === 0 ? [] : [{ title: null, items }], link }
}
