import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { compileModel } from '../../config/compile/compile-model.ts'
import { all, count, days, defineConfig, event, signal, trait } from '../../index.ts'
import { type ControlStore, openControlStore } from '../../store/control/open-control-store.ts'
import { overridesInForce } from '../activate-config.ts'
import type { Project } from '../project.ts'
import { settingDeps } from './setting-deps.ts'

const busy = signal('expansion')
  .when(all(count('a', days(7)).atLeast(3), count('a', days(1)).atLeast(1)))
  .suggest({ team: 'sales', action: 'Call' })
const FILE = compileModel(
  defineConfig({ account: { assignee: trait('csm') }, events: { a: event('A', { kind: 'core' }) }, signals: { busy } }),
).model!

let folder: string
let control: ControlStore
let now = Date.UTC(2026, 2, 2)
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'telltale-settings-'))
  control = await openControlStore(folder)
})
afterEach(async () => {
  await control.destroy()
  rmSync(folder, { recursive: true, force: true })
})

const deps = () => settingDeps({ control, clock: { now: () => now }, file: FILE } as unknown as Project)
const shown = async (signal?: string) =>
  (await deps().listSettings(signal === undefined ? {} : { signal })).data.map(({ path, file, value, set }) => [
    ...[path, file, value, set?.by ?? null],
  ])

test('what can be set stands there with what the file says; what was set lies over it, and is taken back', async () => {
  expect(await shown()).toEqual([
    ['signals.busy.when.0', '3', '3', null],
    ['signals.busy.when.1', '1', '1', null],
    ['signals.busy.enabled', 'true', 'true', null],
    ['signals.busy.team', 'sales', 'sales', null],
    ['signals.busy.action', 'Call', 'Call', null],
    ['signals.busy.cadence', 'once', 'once', null],
    ['account.assignee', 'csm', 'csm', null],
  ])
  expect(await deps().changeSetting({ path: 'signals.busy.when.0', value: '5' }, 'Ana')).toEqual({
    ...{ path: 'signals.busy.when.0', before: '3', after: '5', file: '3' },
  })
  now += 60_000
  await deps().changeSetting({ path: 'signals.busy.when.0', value: '6' }, 'Ben')
  await deps().changeSetting({ path: 'signals.busy.enabled', value: 'false' }, 'Ben')
  expect((await shown('busy')).slice(0, 3)).toEqual([
    ['signals.busy.when.0', '3', '6', 'Ben'],
    ['signals.busy.when.1', '1', '1', null],
    ['signals.busy.enabled', 'true', 'false', 'Ben'],
  ])
  expect(await deps().changeSetting({ path: 'signals.busy.when.0', value: null }, 'Ben')).toMatchObject({
    ...{ before: '6', after: '3' },
  })
  expect(await overridesInForce(control)).toEqual([{ kind: 'enabled', signal: 'busy', enabled: false }])
  expect(await shown('nothing')).toEqual([])
})

test('what has no place, or does not fit there, is refused, and nothing is kept', async () => {
  const change = (path: string, value: string | null) => deps().changeSetting({ path, value }, 'Ana')
  await expect(change('signals.busy.when.7', '5')).rejects.toMatchObject({ code: 'unknown_name' })
  await expect(change('signals.busy.when.0', 'many')).rejects.toMatchObject({ code: 'bad_argument' })
  await expect(change('signals.busy.cadence', 'hourly')).rejects.toMatchObject({ code: 'bad_argument' })
  await expect(change('signals.busy.when.0', null)).rejects.toMatchObject({ code: 'not_found' })
  expect(await overridesInForce(control)).toEqual([])
})
