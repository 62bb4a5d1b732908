import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { withControl } from '../../src/cli/with-control.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { parseOverride } from '../../src/config/override/override-path.ts'
import { setOverride } from '../../src/store/control/config-versions.ts'
import { runCommand, tempFolder } from './run-command.ts'

const CONFIG = `import { all, atLeast, count, days, daysSinceLast, defineConfig, event, months, not, signal, tenure, trait } from 'telltale'

const SHARED = 3

export default defineConfig({
  account: { assignee: trait('csm') },
  events: { invite: event('Invite Sent', { kind: 'team' }) },
  signals: {
    invites: signal('activation')
      .when(count('invite', days(7)).atLeast(3)) // the bar
      .suggest({ team: 'success', action: "Don't wait" }),
    quiet: signal('risk')
      .for(tenure().over(months(6)))
      .when(all(daysSinceLast('invite').atLeast(14), atLeast(1, not(count('invite', days(2)).over(1)))))
      .suggest({ team: 'success', action: 'Call' }),
    old: signal('risk').when(count('invite', days(28)).under(SHARED)).suggest({ team: 'sales', action: 'Ask' }).off(),
  },
})
`

let cwd: string
let path: string
beforeEach(() => {
  cwd = tempFolder()
  path = join(cwd, 'telltale.config.ts')
  writeFileSync(path, CONFIG)
})

const env = { USER: 'mara' }
const run = (...argv: string[]) => runCommand(argv, { cwd, env })

it('an override is in force over the file, listed with who set it and when, and taken back', async () => {
  expect(await run('config', 'set', 'signals.invites.when', '5')).toEqual({
    code: 0,
    out: 'signals.invites.when is 5; the file says 3.',
    err: 'The next start of the server judges by it; until then nothing changes.',
  })
  await run('config', 'set', 'signals.invites.when', '6')
  expect((await run('config', 'list')).out.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['path', 'value', 'set by', 'at'],
    ['signals.invites.when', '6', 'mara', '2026-06-15 12:00'],
  ])
  expect((await run('config', 'unset', 'signals.invites.when')).out).toBe('signals.invites.when is as in the file.')
  expect((await run('config', 'list')).out).toBe('No override: what the file says is in force.')
  const trail = JSON.parse((await run('config', 'list', '--all', '--json')).out)
  expect(trail.map(({ value }: { value: unknown }) => value)).toEqual(['5', '6', null])
})

it.each([
  [['signals.invite.when', '5'], 'There is no signal called invite. There are: invites, old, quiet.'],
  [
    ['signals.invites.when.0', '5'],
    'There is no setting called signals.invites.when.0. There are: signals.invites.when, signals.invites.enabled, signals.invites.team, signals.invites.action, signals.invites.cadence.',
  ],
  [['signals.invites.when', 'many'], 'signals.invites.when is "many"; expected a number.'],
  [['signals.invites.enabled', 'no'], 'signals.invites.enabled is "no"; expected true or false.'],
  [
    ['product.timezone', 'UTC'],
    'There is no setting called product.timezone. There are: account.assignee, and for a signal (invites, old, quiet) its thresholds, enabled, team, action, cadence.',
  ],
])('what cannot be set is refused with what can: %j', async (args, message) => {
  expect(await run('config', 'set', ...args)).toEqual({ code: 2, out: '', err: message })
  expect((await run('config', 'unset', 'signals.invites.when')).err).toBe(
    'There is no override called signals.invites.when. There are: none.',
  )
})

it('pull prints a patch of the file, says what must be written by hand, and writes when it is told to', async () => {
  const settings = [
    ['signals.invites.when', '5'],
    ['signals.invites.action', "Say 'hello'"],
    ['signals.invites.cadence', 'daily'],
    ['signals.quiet.for', '12'],
    ['signals.quiet.when.0', '21'],
    ['signals.quiet.when.1.0.0', '2'],
    ['signals.quiet.enabled', 'false'],
    ['signals.old.when', '4'],
    ['signals.old.enabled', 'true'],
    ['account.assignee', 'owner'],
  ] as const
  const { model } = await loadConfig(path)
  await withControl({ dataDir: join(cwd, '.telltale') }, async (db) => {
    for (const [at, value] of settings)
      await setOverride(db, { path: at, value: parseOverride(model!, at, value), setBy: 'mara', setAt: 1 })
  })
  const pulled = await run('config', 'pull')
  expect([pulled.code, pulled.err]).toEqual([1, 'By hand: signals.old.when is 4; the file has 3.'])
  expect(pulled.out).toBe(`--- a/telltale.config.ts
+++ b/telltale.config.ts
@@ -3,16 +3,16 @@
 const SHARED = 3
 
 export default defineConfig({
-  account: { assignee: trait('csm') },
+  account: { assignee: trait('owner') },
   events: { invite: event('Invite Sent', { kind: 'team' }) },
   signals: {
     invites: signal('activation')
-      .when(count('invite', days(7)).atLeast(3)) // the bar
-      .suggest({ team: 'success', action: "Don't wait" }),
+      .when(count('invite', days(7)).atLeast(5)) // the bar
+      .suggest({ cadence: 'daily', team: 'success', action: 'Say \\'hello\\'' }),
     quiet: signal('risk')
-      .for(tenure().over(months(6)))
-      .when(all(daysSinceLast('invite').atLeast(14), atLeast(1, not(count('invite', days(2)).over(1)))))
-      .suggest({ team: 'success', action: 'Call' }),
-    old: signal('risk').when(count('invite', days(28)).under(SHARED)).suggest({ team: 'sales', action: 'Ask' }).off(),
+      .for(tenure().over(months(12)))
+      .when(all(daysSinceLast('invite').atLeast(21), atLeast(1, not(count('invite', days(2)).over(2)))))
+      .suggest({ team: 'success', action: 'Call' }).off(),
+    old: signal('risk').when(count('invite', days(28)).under(SHARED)).suggest({ team: 'sales', action: 'Ask' }),
   },
 })`)
  expect(readFileSync(path, 'utf8')).toBe(CONFIG)
  const checkedOut = tempFolder()
  writeFileSync(join(checkedOut, 'telltale.config.ts'), CONFIG)
  execFileSync('git', ['apply', '-'], { cwd: checkedOut, input: `${pulled.out}\n` })
  const before = JSON.parse((await run('diff', '--json')).out).after
  expect(await run('config', 'pull', '--write')).toMatchObject({ code: 1, out: `Wrote 9 overrides into ${path}.` })
  expect(readFileSync(join(checkedOut, 'telltale.config.ts'), 'utf8')).toBe(readFileSync(path, 'utf8'))
  expect(JSON.parse((await run('diff', '--json')).out).after).toBe(before)
  expect(JSON.parse((await run('config', 'list', '--json')).out)).toMatchObject([{ path: 'signals.old.when' }])
  expect(readdirSync(cwd).sort()).toEqual(['.telltale', 'telltale.config.ts'])
})

it('texts and limits of a playbook come back into the file where its steps stand in it; what is made elsewhere is left to a person', async () => {
  writeFileSync(path, WITH_PLAYBOOK)
  for (const [at, value] of [
    ['playbooks.late.steps.0.subject', 'You are nearly there'],
    ['playbooks.late.steps.2.yes.0.action', 'Call {{ account.name }} today'],
    ['playbooks.late.steps.0.text', 'A text of its own'],
    ['playbooks.late.priority', '8'],
    ['playbooks.late.breaker', '50'],
  ] as const)
    expect((await run('config', 'set', at, value)).code).toBe(0)
  const before = JSON.parse((await run('diff', '--json')).out).after
  expect(await run('config', 'pull', '--write')).toEqual({
    code: 1,
    out: `Wrote 4 overrides into ${path}.`,
    err: 'By hand: playbooks.late.steps.0.text is “A text of its own”; the file has “Three steps are left.”.',
  })
  expect(readFileSync(path, 'utf8')).toBe(
    WITH_PLAYBOOK.replace("'Hello'", "'You are nearly there'")
      .replace("'Call'", "'Call {{ account.name }} today'")
      .replace('perHour: 20', 'breaker: 50, perHour: 20')
      .replace('      ),\n  },', '      ).priority(8),\n  },'),
  )
  expect(JSON.parse((await run('diff', '--json')).out).after).toBe(before)
})

const WITH_PLAYBOOK = `import { addTask, branch, count, days, defineConfig, event, inSegment, onDay, playbook, bands, send, slack, team, trait, wait } from 'telltale'

const TEXT = 'Three steps are left.'

export default defineConfig({
  events: { invite: event('Invite Sent', { kind: 'team' }) },
  segments: { size: bands(trait('seats'), { small: 1, large: 50 }) },
  teams: { success: team({ people: ['ana'] }) },
  channels: { chat: slack({ webhook: 'SLACK' }) },
  playbooks: {
    late: playbook(onDay(2, count('invite', days(7)).under(1)))
      .atMost({ perHour: 20 })
      .do(
        send({ via: 'chat', subject: 'Hello', text: TEXT }),
        wait(days(1)),
        branch(inSegment('size', 'large'), { yes: [addTask({ team: 'success', action: 'Call' })], no: [] }),
      ),
  },
})
`
