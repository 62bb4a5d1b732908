import { openFilled, timed } from '../replay/open-filled.mjs'
import { watchMemory } from '../rig/peak-memory.mjs'

// Usage: rebuild.child.mjs FOLDER: seals everything into archives, throws away what is derived, loads it again.
const store = await openFilled(process.argv[2])
const memory = watchMemory()
const before = await store.counts()
const sealed = await timed(() => store.archive(99_999))
const rebuilt = await timed(() => store.rebuild())
const after = await store.counts()
const same = before.events === after.events && before.facts === after.facts
process.stdout.write(
  `${JSON.stringify({ sealMs: sealed.ms, rebuildMs: rebuilt.ms, events: rebuilt.answer.events, facts: [before.facts, after.facts], same, rss: memory.stop() })}\n`,
)
await store.close()
