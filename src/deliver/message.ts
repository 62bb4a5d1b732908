/** What is said, whoever takes it: plain data, kept as JSON in the outbox. */
export type Message = Note | Letter | Happening | Traits

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
