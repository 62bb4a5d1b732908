import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openLocalProject } from '../../src/cli/open-local-project.ts'
import { readModel } from '../../src/cli/read-config.ts'
import { dayToIso } from '../../src/core/time.ts'
import { replayHistory } from '../../src/run/read/replay-history.ts'
import { runCommand } from '../cli/run-command.ts'
import { exampleWith } from './run-readme.ts'

type Told = Readonly<Record<string, readonly (readonly [account: string, day: string])[]>>

const NOW = '2026-06-30T12:00:00Z'

it('on days 2, 4 and 6 exactly those are reached who, by their events alone, are to be', async () => {
  const cwd = exampleWith('trial-conversion', {})
  expect((await runCommand(['world', 'pm-trial', '--share', '0.04', '--now', NOW], { cwd })).code).toBe(0)
  const data = ['--data', 'trial-data', '--now', NOW]
  expect((await runCommand(['import', 'pm-trial.ndjson', ...data], { cwd })).code).toBe(0)

  const expected: Told = JSON.parse(
    execFileSync(process.execPath, ['who-is-told.mjs', 'pm-trial.ndjson'], { cwd, encoding: 'utf8' }),
  )
  for (const list of Object.values(expected)) expect(list.length).toBeGreaterThan(5)
  expect(await begun(cwd)).toEqual(expected)
}, 120_000)

/** Which account begins each playbook at the close of which day. */
async function begun(cwd: string): Promise<Told> {
  const configPath = join(cwd, 'telltale.config.ts')
  const { project, close } = await openLocalProject({
    ...{ dataDir: join(cwd, 'trial-data'), model: await readModel(configPath), configPath },
    ...{ clock: { now: () => Date.parse(NOW) }, serves: false, threads: 1, say: () => {} },
  })
  try {
    const { judgedDay, config } = project
    const changes = await replayHistory(project, { days: { from: 0, to: judgedDay! } })
    return Object.fromEntries(
      config.judged.model.playbooks.map(({ key, listens }) => [
        key,
        changes
          .filter(({ subject, name, what }) => subject === 'playbook' && name === listens?.name && what === 'opened')
          .map(({ entity, asOf }) => [entity.level === 'account' ? entity.account : '', dayToIso(asOf)] as const)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ]),
    )
  } finally {
    await close()
  }
}
