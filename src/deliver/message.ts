import type { Shown } from '../config/playbooks/shown.ts'

/** What is said, whoever takes it: plain data, kept as JSON in the outbox. */
export type Message = Note | Letter | Prompt | Happening | Traits

/** A few lines for people. */
export type Note = {
  readonly kind: 'note'
  readonly title: string
  readonly intro: string | null
  readonly groups: readonly NoteGroup[]
  readonly link: Link | null
}
export type NoteGroup = { readonly title: string | null; readonly items: readonly NoteItem[] }
export type NoteItem = { readonly text: string; readonly detail: string | null; readonly href: string | null }
export type Link = { readonly text: string; readonly href: string }

/** A letter that is written out already. `html` null: only the text. */
export type Letter = {
  readonly kind: 'letter'
  readonly subject: string
  readonly text: string
  readonly html: string | null
}

/** What the product shows to one of its users. Beside the text it may show how far they are, worked out when the product asks. */
export type Prompt = {
  readonly kind: 'prompt'
  readonly title: string
  readonly text: string | null
  readonly link: Link | null
  readonly shows: { readonly kind: 'text' } | Shown
  /** From when on it is not shown any more, in ISO 8601; null: the channel says. */
  readonly until: string | null
}

/** Something that happened, for programs. `user` and `account` null: about none. */
export type Happening = {
  readonly kind: 'happening'
  /** Dotted: `signal.opened`. */
  readonly type: string
  /** When it happened, in ISO 8601. */
  readonly at: string
  readonly user: string | null
  readonly account: string | null
  readonly data: Readonly<Record<string, unknown>>
}

/** What is known of an account or a user now, for programs that keep it. */
export type Traits = {
  readonly kind: 'traits'
  readonly of: 'account' | 'user'
  readonly id: string
  readonly at: string
  readonly traits: Readonly<Record<string, string | number | boolean | null>>
}
