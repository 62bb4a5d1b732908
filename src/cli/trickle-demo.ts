import { setTimeout as sleep } from 'node:timers/promises'
import { appendBody } from '../run/apply/live-log.ts'
import type { Project } from '../run/project.ts'
import type { World } from '../worlds/generate-world.ts'
import { trickleWorld } from '../worlds/trickle-world.ts'

type Trickle = { readonly world: World; readonly pace: number; readonly signal: AbortSignal }

/** Lets what the demo's customers do next come in when it is due, until the signal is aborted. */
export async function trickleDemo(project: Project, { world, pace, signal }: Trickle): Promise<void> {
  for (const { dueAt, message } of trickleWorld(world.plan, { from: project.clock.now(), pace })) {
    const wait = dueAt - project.clock.now()
    if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => {})
    if (signal.aborted) return
    const body = Buffer.from(JSON.stringify(message))
    await appendBody(
      project.live,
      { kind: 'messages', source: 'demo', shape: 'single', imported: false, count: 1 },
      body,
    ).catch(() => {})
  }
}
