/** What was done about somebody who asked to be forgotten. It says of them no more than a hash. */
export type ForgetReceipt = {
  readonly subject: 'person' | 'account'
  readonly at: string
  /** By which they are known when they come again. */
  readonly hashes: readonly string[]
  /** How much of what went: frames of the log that said something of them, rows of each table. */
  readonly removed: Readonly<Record<string, number>>
  /** Files of the data folder that still hold an id of theirs; none is what is asked. */
  readonly found: readonly string[]
}
