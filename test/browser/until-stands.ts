import { vi } from 'vitest'
import type { Standing } from '../../src/contract/standing.ts'
import { readJson, type Stage } from './stage.ts'

type Stands = Standing | { readonly standing: Standing }

const ANSWERS = ['signals', 'discovery', 'history', 'warnings']
export const STANDS_MS = 180_000

/** Until what takes all of history stands, which is begun when somebody first looks: a page that waits for it is not read before. */
export async function untilStands(stage: Stage): Promise<void> {
  await readJson(stage, '/status')
  const isStanding = async (): Promise<boolean> => {
    const all = await Promise.all(ANSWERS.map((name) => readJson<Stands>(stage, `/standing/${name}`)))
    return all.every((one) => !('standing' in one ? one.standing : one).comes)
  }
  await vi.waitUntil(isStanding, { timeout: STANDS_MS, interval: 500 })
}
