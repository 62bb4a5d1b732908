/** Told of what was read, of all that has to be; `stop`: nobody waits any more. */
export type Proving = {
  readonly stop: AbortSignal
  readonly progress: (done: number, total: number) => void
}
