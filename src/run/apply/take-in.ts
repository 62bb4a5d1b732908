import { announceOverrides } from '../activate-config.ts'
import { applyImports, settle } from '../advance-project.ts'
import { judgeMetrics } from '../decide/judge-metrics.ts'
import { restateMetrics } from '../decide/restate-metrics.ts'
import type { Project } from '../project.ts'
import { appendBody, closePassedDays } from './live-log.ts'

/** Takes in messages as received now and judges them; durable and judged when it returns. */
export async function takeIn(
  project: Project,
  messages: readonly Readonly<Record<string, unknown>>[],
  source: string,
): Promise<void> {
  if (messages.length > 0) {
    const body = Buffer.from(JSON.stringify({ batch: messages }))
    await appendBody(
      project.live,
      { kind: 'messages', source, shape: 'batch', imported: false, count: messages.length },
      body,
    )
  }
  await catchUpNow(project)
}

/** Nobody gives this up. */
const NEVER = new AbortController().signal

/** Closes the days that have passed, judges all that is in the log, and takes in what imports wrote. */
export async function catchUpNow(project: Project): Promise<void> {
  await closePassedDays(project.live, project.clock.now())
  await announceOverrides(project)
  await settle(project)
  await applyImports(project, () => {})
  await judgeMetrics(project, NEVER)
  await restateMetrics(project, NEVER)
}
