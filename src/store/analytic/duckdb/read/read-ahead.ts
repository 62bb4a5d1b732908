import type { StoreContext } from '../store-context.ts'
import { loadPresence } from './load-presence.ts'
import { loadRecentMessages } from './load-recent-messages.ts'
import { loadRunningDay } from './load-running-day.ts'

/** Fills what else is filled when it is first needed: of a large store that takes seconds, which the first batch would wait. */
export async function readAhead(context: StoreContext): Promise<void> {
  if (!context.recent.loaded) await loadRecentMessages(context)
  if (!context.presence.loaded) await loadPresence(context)
  await loadRunningDay(context)
}
