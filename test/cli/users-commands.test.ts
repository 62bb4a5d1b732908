import Database from 'libsql'
import { expect, it } from 'vitest'
import { forgetInAudit, readAudit, recordAudit, verifyAudit } from '../../src/store/control/access/audit.ts'
import { openControlStore } from '../../src/store/control/open-control-store.ts'
import { runCommand, tempFolder } from './run-command.ts'

const ENV = { USER: 'mara' }

it('a user is added by a link, listed, given a link for a new password, made an editor and removed; all of it is noted', async () => {
  const cwd = tempFolder()
  const run = (...argv: string[]) => runCommand(argv, { cwd, env: ENV })
  const added = await run('users', 'add', 'Ana@example.com', '--role', 'admin')
  expect(added.out).toMatch(/^http:\/\/127\.0\.0\.1:4620\/accept#[\w-]{43}$/)
  expect(added.err).toContain('ana@example.com joins as admin')
  expect((await run('users', 'list')).out).toContain('invited, up to 2026-06-17 12:00')

  const db = await openControlStore(`${cwd}/.telltale`)
  const user = { id: 'u1', email: 'ana@example.com', name: 'Ana', role: 'viewer', password: 'x', created_at: 0 }
  await db
    .insertInto('user')
    .values([user, { ...user, id: 'u2', email: 'ben@example.com', role: 'admin' }])
    .execute()
  expect((await run('users', 'add', 'ana@example.com')).err).toContain('There is a user ana@example.com already')
  expect((await run('users', 'reset', 'ana@example.com')).err).toContain('chooses a new password')
  expect((await run('users', 'role', 'ana@example.com', 'editor')).out).toBe(
    'ana@example.com is editor now, and was viewer.',
  )
  expect((await run('users', 'role', 'ben@example.com', 'viewer')).err).toContain('is the last admin')
  expect((await run('users', 'remove', 'ana@example.com')).out).toBe('ana@example.com is no user any more.')
  expect((await run('users', 'remove', 'ana@example.com')).code).toBe(2)
  await run('keys', 'create', '--scope', 'edit', '--source', 'crm')

  const noted = JSON.parse((await run('audit', '--json')).out)
  expect(noted.map((row: Record<string, unknown>) => [row.who, row.what, row.subject, row.before, row.after])).toEqual([
    [
      'mara, at this machine',
      'createKey',
      expect.stringMatching(/^[0-9a-f]{12}$/),
      null,
      { scope: 'edit', source: 'crm' },
    ],
    ['mara, at this machine', 'removeUser', 'ana@example.com', { role: 'editor' }, null],
    ['mara, at this machine', 'changeRole', 'ana@example.com', 'viewer', 'editor'],
    ['mara, at this machine', 'offerReset', 'ana@example.com', null, null],
    ['mara, at this machine', 'inviteUser', 'ana@example.com', null, { role: 'admin' }],
  ])
  expect((await run('audit', '--limit', '1')).out).toContain('made the key')
  expect((await run('audit', '--verify')).out).toBe('The audit log is whole: 5 lines.')
  await db.destroy()
})

it('mistakes in addresses, roles and limits are told', async () => {
  const cwd = tempFolder()
  const run = async (...argv: string[]) => (await runCommand(argv, { cwd, env: ENV })).err
  expect(await run('users', 'add', 'ana')).toContain('expected an e-mail address such as ana@example.com')
  expect(await run('users', 'add', 'ana@example.com', '--role', 'boss')).toContain('expected viewer, editor, admin')
  expect(await run('users', 'reset', 'ana@example.com')).toContain('There is no user ana@example.com')
  expect(await run('audit', '--limit', '0')).toContain('expected a number from 1 to 500')
  expect((await runCommand(['audit'], { cwd, env: ENV })).out).toBe('Nothing is noted.')
})

it('of somebody who is forgotten the log keeps that something was done, and stays whole; a line written over shows', async () => {
  const db = await openControlStore(tempFolder())
  const note = {
    who: 'ana@example.com',
    from: '10.0.0.1',
    what: 'mergeAccount',
    subject: 'acme',
    after: { into: 'globex' },
  }
  await recordAudit(db, note, 1)
  await recordAudit(db, { ...note, subject: 'initech', after: { into: 'acme' } }, 2)
  await recordAudit(db, { ...note, subject: 'acme-2', after: { into: 'initech' } }, 3)
  expect(await forgetInAudit(db, ['acme'])).toBe(2)
  expect((await readAudit(db, { limit: 9 })).map(({ who, subject, after }) => [who, subject, after])).toEqual([
    ['ana@example.com', 'acme-2', { into: 'initech' }],
    ['ana@example.com', '', null],
    ['ana@example.com', '', null],
  ])
  expect(await verifyAudit(db)).toEqual({ lines: 3, broken: null })
  await db.destroy()

  const cwd = tempFolder()
  await runCommand(['keys', 'create'], { cwd, env: ENV })
  await runCommand(['keys', 'create', '--scope', 'read'], { cwd, env: ENV })
  const other = await openControlStore(`${cwd}/.telltale`)
  const [first, second] = await other.selectFrom('audit').selectAll().orderBy('id').execute()
  const file = new Database(`${cwd}/.telltale/control.sqlite`)
  file.exec('DROP TRIGGER audit_holds')
  file.exec(`UPDATE audit SET who = 'eve' WHERE id = ${first!.id}`)
  expect(await verifyAudit(other)).toEqual({ lines: 2, broken: first!.id })
  file.exec(`UPDATE audit SET who = '${first!.who}' WHERE id = ${first!.id}`)
  file.exec('DROP TRIGGER audit_stays')
  file.exec(`DELETE FROM audit WHERE id = ${first!.id}`)
  file.close()
  expect(await verifyAudit(other)).toEqual({ lines: 1, broken: second!.id })
  expect((await runCommand(['audit', '--verify'], { cwd, env: ENV })).code).toBe(1)
  await other.destroy()
})
