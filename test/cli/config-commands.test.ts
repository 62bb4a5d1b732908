import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadConfig } from '../../src/config/load-config.ts'
import { keepModel } from '../../src/store/control/config-versions.ts'
import { openControlStore } from '../../src/store/control/open-control-store.ts'
import { runCommand, tempFolder } from './run-command.ts'

const GOOD = `import { count, days, defineConfig, event, inactive, outcome, signal } from 'telltale'

export default defineConfig({
  product: { name: 'Taskflow', timezone: 'Europe/Berlin' },
  events: { inviteSent: event('Invite Sent', { kind: 'team' }) },
  outcomes: { gone: inactive(days(30)) },
  signals: {
    invites: signal('activation').when(count('inviteSent', days(7)).atLeast(3)).predicts(outcome('gone').within(days(60))).suggest({ team: 'success', action: 'Welcome them' }),
  },
})
`

const BAD = `import { count, days, defineConfig, event, signal } from 'telltale'

export default defineConfig({
  product: { timezone: 'Europe/Berln' },
  events: { inviteSent: event('Invite Sent', { kind: 'team' }) },
  signals: {
    invites: signal('activation').when(count('inviteSnet', days(7)).atLeast(3)),
  },
})
`

it('init writes a configuration that check finds nothing wrong with', async () => {
  const cwd = tempFolder()
  const made = await runCommand(['init', '--name', 'Taskflow'], { cwd })
  expect(made.code).toBe(0)
  expect(made.out).toContain(`Wrote ${join(cwd, 'telltale.config.ts')}.`)
  expect(made.out).toContain('npx telltale start')
  const checked = await runCommand(['check', '--json'], { cwd })
  expect(checked.code).toBe(0)
  const answer = JSON.parse(checked.out)
  expect(answer).toMatchObject({ ok: true, problems: [] })
  const signals = answer.definitions.filter(({ kind }: { kind: string }) => kind === 'signal')
  expect(signals.map(({ key }: { key: string }) => key)).toEqual(['goingQuiet', 'growing', 'invitesATeam'])
})

it('init overwrites nothing without --force', async () => {
  const cwd = tempFolder()
  const path = join(cwd, 'telltale.config.ts')
  writeFileSync(path, 'mine')
  const refused = await runCommand(['init'], { cwd })
  expect(refused).toEqual({
    code: 2,
    out: '',
    err: `The configuration to write is ${path}; expected a file that is not there yet, or --force to overwrite it.`,
  })
  expect(readFileSync(path, 'utf8')).toBe('mine')
  expect((await runCommand(['init', '--force'], { cwd })).code).toBe(0)
  expect(readFileSync(path, 'utf8')).not.toBe('mine')
})

// biome-ignore lint/suspicious/noTemplateCurlyInString: a name that tries to be code
it.each(["O'Brien & Sons \\", '$& ${process.exit(3)} `', '"\n\u2028', '\ud800 ‮ __proto__'])(
  'init keeps the product name %j as it is',
  async (name) => {
    const cwd = tempFolder()
    expect((await runCommand(['init', '--name', name], { cwd })).code).toBe(0)
    const { model } = await loadConfig(join(cwd, 'telltale.config.ts'))
    expect(model?.product.name).toBe(name.toWellFormed())
  },
)

it('check says each definition in English', async () => {
  const cwd = tempFolder()
  writeFileSync(join(cwd, 'telltale.config.ts'), GOOD)
  expect(await runCommand(['check'], { cwd })).toEqual({
    code: 0,
    err: '',
    out: [
      'product: Taskflow; days are those of Europe/Berlin and close at midnight.',
      'account: An event belongs to the account that it names in context.groupId, else to the one its user is a member of.',
      'event inviteSent: track "Invite Sent" (team).',
      'outcome gone: no Invite Sent for 30 days.',
      'signal invites: Opens for an account when Invite Sent in the last 7 days is at least 3. Closes when that is no longer so. It predicts gone within 60 days.',
      '',
      'telltale.config.ts is good: 1 signal over 1 event.',
    ].join('\n'),
  })
})

it('check lists every problem with its place and the valid choices', async () => {
  const cwd = tempFolder()
  writeFileSync(join(cwd, 'telltale.config.ts'), BAD)
  const { code, out } = await runCommand(['check'], { cwd })
  expect(code).toBe(1)
  expect(out).toContain('telltale.config.ts:4:24 error: ')
  expect(out).toContain('telltale.config.ts:7:46 error: ')
  expect(out).toContain('inviteSent')
  expect(out).toContain('2 errors and 2 warnings in telltale.config.ts.')
  const answer = JSON.parse((await runCommand(['check', '--json'], { cwd })).out)
  expect(answer.ok).toBe(false)
  expect(
    answer.problems.map(({ code, place }: { code: string; place: { line: number } }) => [code, place.line]),
  ).toEqual([
    ['bad_timezone', 4],
    ['unknown_name', 7],
    ['signal_without_outcome', 7],
    ['signal_without_action', 7],
  ])
})

it('a file that cannot be run, or is not there, is a mistake to mend', async () => {
  const cwd = tempFolder()
  const path = join(cwd, 'telltale.config.ts')
  expect(await runCommand(['check'], { cwd })).toEqual({
    code: 2,
    out: '',
    err: `No configuration at ${path}. Write one with \`telltale init\`, or name it with --config FILE.`,
  })
  writeFileSync(path, 'export default {')
  const broken = await runCommand(['check', '--json'], { cwd })
  expect(broken.code).toBe(2)
  expect(JSON.parse(broken.out).error.code).toBe('config_unreadable')
})

it('diff says what changing from the configuration in force computes again', async () => {
  const cwd = tempFolder()
  const path = join(cwd, 'telltale.config.ts')
  writeFileSync(path, GOOD)
  const { model } = await loadConfig(path)
  const control = await openControlStore(cwd)
  await keepModel(control, model!, { at: 1, n: 1, overrides: 0 })
  await control.destroy()
  expect(await runCommand(['diff', '--data', cwd], { cwd })).toEqual({
    code: 0,
    err: '',
    out: `From the configuration in force in ${cwd}:\n  Nothing changes.`,
  })
  writeFileSync(path, GOOD.replace('atLeast(3)', 'atLeast(4)'))
  expect(await runCommand(['diff', '--data', cwd], { cwd })).toEqual({
    code: 1,
    err: '',
    out: [
      `From the configuration in force in ${cwd}:`,
      '  Nothing is recomputed, but 1 signal is judged again.',
      '  Judged again with other thresholds: invites.',
    ].join('\n'),
  })
})

it('diff compares two files, and leaves a data folder that is not there alone', async () => {
  const cwd = tempFolder()
  writeFileSync(join(cwd, 'telltale.config.ts'), GOOD.replace('days(7)', 'days(14)'))
  writeFileSync(join(cwd, 'old.ts'), GOOD)
  const compared = await runCommand(['diff', 'old.ts', '--json'], { cwd })
  expect(compared.code).toBe(1)
  expect(JSON.parse(compared.out)).toMatchObject({ from: 'old.ts', same: false, signals: { redefined: ['invites'] } })
  const first = await runCommand(['diff'], { cwd })
  expect(first.code).toBe(1)
  expect(first.out).toContain('no configuration was in force yet')
  expect(existsSync(join(cwd, '.telltale'))).toBe(false)
})
