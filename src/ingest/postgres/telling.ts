/** A message, as it will stand in the log. */
export type Message = Readonly<Record<string, unknown>>

/** When a source is read. */
export type Moment = {
  /** ISO text of when it is read. */
  readonly at: string
  /** Since when the row is as it is: its cursor where that is an instant, else `at`. */
  readonly changed: string
  /** Read for the first time: a history, known when it happened. What is read later is news, known when it comes. */
  readonly first: boolean
}

export type Telling =
  | { readonly kind: 'told'; readonly messages: readonly Message[]; readonly told: Message | null }
  | { readonly kind: 'refused'; readonly why: string }

/** As the time when a message of a file became known it means: when it is received, for that is never later. */
export const COMES_NOW = '9999-12-31T00:00:00.000Z'
