import { Liquid } from 'liquidjs'

/** A letter as it is written, in Liquid. `html` null: only the text. */
export type LetterTemplate = { readonly subject: string; readonly text: string; readonly html: string | null }

export type TemplateData = Readonly<Record<string, unknown>>

/** Bounds of one template: what is read, the time and the memory that it may take. */
const LIMITS = { parseLimit: 100_000, renderLimit: 500, memoryLimit: 1_000_000 }
/** Nothing but what is given is seen: no prototypes, no files, no other templates. */
const CLOSED = {
  ownPropertyOnly: true,
  strictFilters: true,
  dynamicPartials: false,
  relativeReference: false,
  templates: {},
}

const plain = new Liquid({ ...LIMITS, ...CLOSED })
const markup = new Liquid({ ...LIMITS, ...CLOSED, outputEscape: 'escape' })

/** Text as it is, for a subject or a letter in plain text. @throws what is wrong with the template */
export function renderText(template: string, data: TemplateData): string {
  return String(plain.parseAndRenderSync(template, data))
}

/** HTML: every value is escaped, unless the template says `| raw`. @throws what is wrong with the template */
export function renderHtml(template: string, data: TemplateData): string {
  return String(markup.parseAndRenderSync(template, data))
}
