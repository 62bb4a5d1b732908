/** One session, from its first to its last event. */
export type Session = {
  readonly entity: number
  readonly start: number
  readonly end: number
  readonly events: number
  readonly keyActions: number
  /** Group and account of its first event. */
  readonly group: number
  readonly account: number
}

export type SessionEvent = {
  readonly at: number
  readonly isKey: boolean
  readonly group: number
  readonly account: number
  /** Its session is another one than that of the event before; null: the pause decides. */
  readonly isOther: boolean | null
}

export type SessionRules = { readonly gapMs: number; readonly capMs: number }

type Draft = { -readonly [K in keyof Session]: Session[K] }

/** Cuts one actor's events, in order, into sessions: at a pause longer than the gap and where one would be longer than the cap; never at midnight. */
export function foldSessions(
  entity: number,
  events: Iterable<SessionEvent>,
  { gapMs, capMs }: SessionRules,
): readonly Session[] {
  const sessions: Draft[] = []
  for (const event of events) {
    const { at, group, account } = event
    const last = sessions.at(-1)
    const isNew = last === undefined || (event.isOther ?? (at - last.end > gapMs || at - last.start > capMs))
    if (isNew) {
      sessions.push({ entity, start: at, end: at, events: 1, keyActions: event.isKey ? 1 : 0, group, account })
    } else {
      last.end = at
      last.events += 1
      if (event.isKey) last.keyActions += 1
    }
  }
  return sessions
}
