import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import * as t from '../../src/index.ts'
import { startReceiver } from '../deliver/start-receiver.ts'

/** A machine that does much else takes long to load it all. */
export const MINUTES = 180_000

export type Run = {
  readonly telltale: t.Telltale
  /** Lets the clock stand somewhere, takes messages in there, and lets everything that is due happen. */
  readonly at: (time: string, messages?: readonly unknown[]) => Promise<void>
  /** The same every morning at nine, UTC, of these days. */
  readonly mornings: (from: string, to: string) => Promise<void>
  /** What reached its receiver, the oldest first: `03-05T09:00 title`. */
  readonly sent: () => Promise<string[]>
  /** Everything in the outbox, with why what did not leave did not. */
  readonly all: () => Promise<string[]>
  /** Goes on with another configuration. */
  readonly reopen: (config: t.Config) => Promise<void>
}

/** A project whose clock stands where a test puts it. Its messages go to a receiver named by the secret SLACK. */
export async function run(config: t.Config, from: string, env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const dataDir = mkdtempSync(join(tmpdir(), 'telltale-playbooks-'))
  const slack = await startReceiver(() => ({ status: 200, body: 'ok' }))
  let now = Date.parse(from)
  const open = (config: t.Config): Promise<t.Telltale> =>
    t.openTelltale({ dataDir, config, clock: { now: () => now }, env: { SLACK: slack.url, ...env } })
  let telltale = await open(config)
  onTestFinished(async () => {
    await telltale.close()
    rmSync(dataDir, { recursive: true, force: true })
  })
  const list = async (state?: 'delivered') =>
    (await telltale.deliveries({ limit: 500, ...(state === undefined ? {} : { state }) })).data
      .map(({ createdAt, title, why }) => `${createdAt.slice(5, 16)} ${title}${why === null ? '' : ` (${why})`}`)
      .reverse()
  const at: Run['at'] = async (time, messages = []) => {
    now = Date.parse(time)
    if (messages.length > 0) await telltale.send(messages as never)
    await telltale.advance()
    await telltale.deliver()
  }
  return {
    get telltale() {
      return telltale
    },
    at,
    mornings: async (from, to) => {
      for (let day = Date.parse(`${from}T09:00:00Z`); day <= Date.parse(`${to}T09:00:00Z`); day += 86_400_000)
        await at(new Date(day).toISOString())
    },
    sent: () => list('delivered'),
    all: () => list(),
    reopen: async (config) => {
      await telltale.close()
      telltale = await open(config)
    },
  }
}

export const signUp = (account: string, traits: object = {}): readonly unknown[] => [
  { type: 'group', userId: `of-${account}`, groupId: account, traits: { name: account, ...traits } },
  { type: 'track', event: 'Signed Up', userId: `of-${account}`, context: { groupId: account } },
]

export const track = (event: string, account: string, userId = `of-${account}`) => ({
  ...{ type: 'track', event, userId, context: { groupId: account } },
})
