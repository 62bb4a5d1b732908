import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { beforeAll, expect, test } from 'vitest'
import { packageRoot } from '../../src/core/package-root.ts'
import { MIGRATIONS } from '../../src/store/control/migrations.ts'
import { openControlStore } from '../../src/store/control/open-control-store.ts'
import { leaveControlStore } from '../earlier-control-store.ts'
import { requireBuilt } from '../require-built.ts'

const NEWEST = MIGRATIONS.length
const script = join(packageRoot(), 'test', 'crash', 'migrate-under-fault.mjs')

beforeAll(() => requireBuilt('store/control/open-control-store.js'))

/** A folder as an earlier version left it: one key, one configuration in force since 7. */
async function leaveStoreOf(version: number): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-migration-'))
  const config =
    version < 4
      ? ["INSERT INTO config_version (hash, model, activated_at) VALUES ('c', '{}', 7)"]
      : [
          "INSERT INTO config_version (hash, model, format) VALUES ('c', '{}', 0)",
          "INSERT INTO config_activation (hash, activated_at) VALUES ('c', 7)",
        ]
  const key = "INSERT INTO api_key (id, prefix, hash, scope, source, created_at) VALUES ('k', 'p', 'h', 'read', 's', 1)"
  await leaveControlStore(folder, version, [key, ...config])
  return folder
}

/** Opened by this version: its version, its tables, and whether what was in it is there, once. */
async function openedIn(folder: string) {
  await (await openControlStore(folder)).destroy()
  const file = new Database(join(folder, 'control.sqlite'))
  const read = (text: string) => file.prepare(text).all()
  const found = {
    version: read("SELECT value FROM meta WHERE key = 'schema'"),
    tables: read("SELECT name, type FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"),
    columns: read(
      "SELECT m.name, c.name AS col FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY 1, 2",
    ),
    keys: read('SELECT id, hash FROM api_key'),
    configs: read('SELECT hash, model, format FROM config_version'),
    activations: read('SELECT hash, activated_at FROM config_activation'),
  }
  file.close()
  rmSync(folder, { recursive: true })
  return found
}

test.each([...new Set([NEWEST - 1, NEWEST - 2, 3])])(
  'a control store of version %i, killed at any statement of its migration, opens with all it had',
  { timeout: 120_000 },
  async (version) => {
    const whole = await openedIn(await leaveStoreOf(version))
    expect(whole).toMatchObject({
      version: [{ value: String(NEWEST) }],
      keys: [{ id: 'k', hash: 'h' }],
      configs: [{ hash: 'c', model: '{}', format: 0 }],
      activations: [{ hash: 'c', activated_at: 7 }],
    })
    let killed = 0
    for (let nth = 1; ; nth++) {
      const folder = await leaveStoreOf(version)
      const { signal, status, stderr } = spawnSync(process.execPath, [script, folder, String(nth)], { timeout: 60_000 })
      expect({ nth, stderr: String(stderr), ended: signal ?? status }).toEqual({
        nth,
        stderr: '',
        ended: status ?? 'SIGKILL',
      })
      expect({ nth, ...(await openedIn(folder)) }).toEqual({ nth, ...whole })
      if (signal === null) break
      killed = nth
    }
    expect(killed).toBeGreaterThan(3)
  },
)
