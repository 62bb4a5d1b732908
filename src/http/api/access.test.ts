import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type AccessStage, openAccessStage, PASSWORD, useLink } from '../../../test/access-stage.ts'
import { verifyAudit } from '../../store/control/access/audit.ts'

const MINUTE = 60_000
const DAY = 86_400_000
let stage: AccessStage

beforeEach(async () => {
  stage = await openAccessStage()
})
afterEach(() => stage.close())

describe('the first admin', () => {
  test('is made with the link from the terminal, once and within 15 minutes; then nothing is read without signing in', async () => {
    const browser = stage.open()
    expect((await browser.ask('GET', '/session')).json()).toEqual({
      ...{ user: null, scope: 'read', demo: false, hasUsers: false },
    })
    const late = await stage.setUp()
    stage.wait(15 * MINUTE)
    expect((await useLink(browser, late, 'ana@example.com')).json().code).toBe('link_spent')
    const token = await stage.setUp()
    expect((await browser.ask('POST', '/links/look', { token })).json()).toEqual({
      ...{ kind: 'set-up', email: null, name: null, role: 'admin', expiresAt: '2026-03-02T09:30:00.000Z' },
    })
    const made = await useLink(browser, token, 'Ana@Example.com')
    expect(made.json()).toMatchObject({ user: { email: 'ana@example.com', role: 'admin' }, scope: 'admin' })
    expect(made.headers['set-cookie']).toMatch(
      /^telltale-4620=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
    )
    expect((await useLink(stage.open(), token, 'eve@example.com')).json().code).toBe('link_spent')
    expect((await stage.open().ask('GET', '/signals')).statusCode).toBe(401)
    expect((await browser.ask('GET', '/session')).json().user.email).toBe('ana@example.com')
  })

  test('a second link that was printed before makes no second one', async () => {
    const first = await stage.setUp()
    await useLink(stage.open(), first, 'ana@example.com')
    await stage.control.insertInto('sign_in_link').values(LEFT_OVER).execute()
    expect((await useLink(stage.open(), 'left over', 'eve@example.com')).json().detail).toMatch(/Sign in\.$/)
  })
})

const LEFT_OVER = {
  ...{
    hash: createHash('sha256').update('left over').digest('hex'),
    kind: 'set-up',
    email: null,
    name: null,
    role: 'admin',
  },
  ...{ made_by: 'the server', expires_at: Date.UTC(2030, 0, 1) },
}

describe('a session', () => {
  test('gets a new secret at each sign-in and password change, and the former opens nothing', async () => {
    const browser = stage.open()
    await useLink(browser, await stage.setUp(), 'ana@example.com')
    const seen = [browser.cookie]
    await browser.ask('POST', '/session', { email: 'ana@example.com', password: PASSWORD })
    seen.push(browser.cookie)
    const elsewhere = stage.open()
    await elsewhere.ask('POST', '/session', { email: 'ana@example.com', password: PASSWORD })
    const next = 'a rather different strip of wool'
    await browser.ask('POST', '/me/password', { current: PASSWORD, next })
    expect(new Set([...seen, browser.cookie]).size).toBe(3)
    for (const cookie of seen) expect(await whoIs(cookie)).toBeNull()
    expect((await elsewhere.ask('GET', '/signals')).json().code).toBe('session_ended')
    expect(await whoIs(browser.cookie)).toBe('ana@example.com')
    const former = await elsewhere.ask('POST', '/session', { email: 'ana@example.com', password: PASSWORD })
    expect(former.json().code).toBe('sign_in_refused')
  })

  test('ends after a week without use, after thirty days with it, and at sign-out', async () => {
    const browser = stage.open()
    await useLink(browser, await stage.setUp(), 'ana@example.com')
    for (const days of [6, 6, 6, 6]) {
      stage.wait(days * DAY)
      expect(await whoIs(browser.cookie)).toBe('ana@example.com')
    }
    stage.wait(5 * DAY + DAY)
    expect((await browser.ask('GET', '/signals')).json().code).toBe('session_ended')
    const sign = () => browser.ask('POST', '/session', { email: 'ana@example.com', password: PASSWORD })
    await sign()
    stage.wait(7 * DAY)
    expect(await whoIs(browser.cookie)).toBeNull()
    await sign()
    const held = browser.cookie
    expect((await browser.ask('DELETE', '/session')).statusCode).toBe(204)
    expect([browser.cookie, await whoIs(held)]).toEqual([null, null])
  })

  test('ends everywhere at once when its user says so, and a link for a new password opens once, within the hour', async () => {
    const [here, there] = [stage.open(), stage.open()]
    const { id } = (await useLink(here, await stage.setUp(), 'ana@example.com')).json().user
    const sign = (browser: typeof here, password: string) =>
      browser.ask('POST', '/session', { email: 'ana@example.com', password })
    await sign(there, PASSWORD)
    const offer = async () => tokenOf((await here.ask('POST', `/users/${id}/reset`, {})).json())
    const late = await offer()
    const held = [here.cookie, there.cookie]
    expect((await here.ask('DELETE', '/me/sessions')).statusCode).toBe(204)
    for (const cookie of held) expect(await whoIs(cookie)).toBeNull()

    stage.wait(60 * MINUTE)
    expect((await useLink(stage.open(), late)).json().code).toBe('link_spent')
    await sign(here, PASSWORD)
    const token = await offer()
    const password = 'a rather different strip of wool'
    const reset = await stage.open().ask('POST', '/links/accept', { token, password })
    expect(reset.json().user.email).toBe('ana@example.com')
    expect((await useLink(stage.open(), token)).json().code).toBe('link_spent')
    expect(await whoIs(here.cookie)).toBeNull()
    expect([(await sign(there, PASSWORD)).statusCode, (await sign(there, password)).statusCode]).toEqual([401, 200])
  })

  test('is kept as a hash, and behind https has the name that only a secure cookie may have', async () => {
    const browser = stage.open()
    Object.assign(browser.headers, { host: 'telltale.example.com', origin: 'https://telltale.example.com' })
    const made = await useLink(browser, await stage.setUp(), 'ana@example.com')
    expect(made.headers['set-cookie']).toMatch(/^__Host-telltale=.*; Path=\/;.*HttpOnly; SameSite=Strict; Secure$/)
    const kept = JSON.stringify(await stage.control.selectFrom('session').selectAll().execute())
    expect(kept).not.toContain(browser.cookie!.split('=')[1])
  })
})

test('a page of another site changes nothing with the cookie, and cannot sign anybody in', async () => {
  const browser = await stage.signedIn('admin')
  const sign = { email: 'first@example.com', password: PASSWORD }
  for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:9999']) {
    browser.headers.origin = origin
    expect((await browser.ask('POST', '/session', sign)).json().code).toBe('forbidden_host')
    expect((await browser.ask('DELETE', '/users/x')).json().code).toBe('forbidden_host')
  }
  delete browser.headers.origin
  expect((await browser.ask('POST', '/session', sign)).json().code).toBe('origin_missing')
  expect((await browser.ask('DELETE', '/users/x')).json().code).toBe('origin_missing')
  browser.headers['sec-fetch-site'] = 'cross-site'
  expect((await browser.ask('GET', '/users')).json().code).toBe('forbidden_host')
  browser.headers['sec-fetch-site'] = 'same-origin'
  expect((await browser.ask('DELETE', '/users/x')).json().code).toBe('not_found')
})

describe('who guesses', () => {
  const guess = (address: string, email = 'first@example.com') =>
    stage.open(address).ask('POST', '/session', { email, password: 'not this one, surely' })

  test('waits a minute after five failures on an account, then twice as long, also with the right password and after a restart', async () => {
    await stage.signedIn('viewer')
    for (let n = 0; n < 5; n++) expect((await guess(`10.0.0.${n}`)).json().code).toBe('sign_in_refused')
    const right = () => stage.open().ask('POST', '/session', { email: 'first@example.com', password: PASSWORD })
    expect((await right()).headers['retry-after']).toBe('60')
    await stage.restart()
    expect((await right()).headers['retry-after']).toBe('60')
    stage.wait(MINUTE)
    expect((await guess('10.0.0.9')).json().code).toBe('sign_in_refused')
    expect((await right()).headers['retry-after']).toBe('120')
    stage.wait(2 * MINUTE)
    expect((await right()).statusCode).toBe(200)
    expect(
      await stage.control.selectFrom('sign_in_failure').select('caller').where('caller', 'like', 'account%').execute(),
    ).toEqual([])
  })

  test('hears the same of an account that is none, and after twenty links that open nothing waits', async () => {
    await stage.signedIn('viewer')
    const [known, unknown] = [await guess('10.0.0.1'), await guess('10.0.0.2', 'nobody@example.com')]
    expect({ ...unknown.json() }).toEqual({ ...known.json() })
    const browser = stage.open('10.0.0.3')
    for (let n = 0; n < 20; n++)
      expect((await browser.ask('POST', '/links/look', { token: `guess ${n}` })).statusCode).toBe(400)
    expect((await browser.ask('POST', '/links/look', { token: 'one more' })).statusCode).toBe(429)
    expect((await stage.open('10.0.0.4').ask('POST', '/links/look', { token: 'elsewhere' })).statusCode).toBe(400)
  })
})

describe('an admin', () => {
  test('invites by a link that opens once within 48 hours, changes roles, removes; the last admin stays', async () => {
    const admin = stage.open()
    await useLink(admin, await stage.setUp(), 'ana@example.com')
    const invite = async (email: string) =>
      (await admin.ask('POST', '/users', { email, role: 'editor', name: 'Ben Okafor' })).json()
    const late = tokenOf(await invite('ben@example.com'))
    stage.wait(48 * 60 * MINUTE)
    expect((await useLink(stage.open(), late)).json().code).toBe('link_spent')
    const [replaced, token] = [tokenOf(await invite('ben@example.com')), tokenOf(await invite('ben@example.com'))]
    expect((await useLink(stage.open(), replaced)).json().code).toBe('link_spent')
    const ben = stage.open()
    const joined = await useLink(ben, token)
    expect(joined.json().user).toMatchObject({ email: 'ben@example.com', name: 'Ben Okafor', role: 'editor' })
    expect((await useLink(stage.open(), token)).json().code).toBe('link_spent')
    expect((await invite('ben@example.com')).code).toBe('user_exists')

    const { id } = joined.json().user
    const made = await ben.ask('POST', '/me/tokens', { name: 'a script', scope: 'edit' })
    const changed = await admin.ask('POST', `/users/${id}/role`, { role: 'viewer' })
    expect(changed.json()).toEqual({ email: 'ben@example.com', before: 'editor', after: 'viewer' })
    expect((await ben.ask('GET', '/signals')).json().code).toBe('session_ended')
    expect(await withToken(made.json().secret, 'POST', '/absences')).toBe(403)
    expect((await admin.ask('DELETE', `/users/${id}`)).statusCode).toBe(204)
    expect(await withToken(made.json().secret, 'GET', '/session')).toBe(401)
    const ana = (await admin.ask('GET', '/session')).json().user.id
    for (const last of [
      await admin.ask('DELETE', `/users/${ana}`),
      await admin.ask('POST', `/users/${ana}/role`, { role: 'viewer' }),
    ])
      expect(last.json().code).toBe('last_admin')
  })

  test('reads who did what, from where, as it was and is; no secret is in it, and a changed line shows', async () => {
    const admin = stage.open('10.1.1.1')
    await useLink(admin, await stage.setUp(), 'ana@example.com')
    const invitation = await admin.ask('POST', '/users', { email: 'ben@example.com', role: 'editor' })
    const ben = stage.open('10.2.2.2')
    const { id } = (await useLink(ben, tokenOf(invitation.json()))).json().user
    const token = await ben.ask('POST', '/me/tokens', { name: 'a script' })
    await ben.ask('POST', '/session', { email: 'ben@example.com', password: 'not this one, surely' })
    await admin.ask('POST', `/users/${id}/role`, { role: 'viewer' })
    const { data } = (await admin.ask('GET', '/audit')).json()
    expect(
      data.map(({ who, from, what, subject, before, after }: Record<string, unknown>) => [
        who,
        from,
        what,
        subject,
        before,
        after,
      ]),
    ).toEqual([
      ['ana@example.com', '10.1.1.1', 'changeRole', 'ben@example.com', 'editor', 'viewer'],
      ['ben@example.com', '10.2.2.2', 'signInFailed', 'ben@example.com', null, null],
      [
        'ben@example.com',
        '10.2.2.2',
        'createToken',
        token.json().id,
        null,
        { name: 'a script', scope: 'read', days: 90 },
      ],
      ['ben@example.com', '10.2.2.2', 'acceptInvitation', 'ben@example.com', null, { role: 'editor' }],
      ['ana@example.com', '10.1.1.1', 'inviteUser', 'ben@example.com', null, { role: 'editor' }],
      ['ana@example.com', '10.1.1.1', 'makeFirstAdmin', 'ana@example.com', null, { role: 'admin' }],
    ])
    const everything = JSON.stringify(await stage.control.selectFrom('audit').selectAll().execute())
    for (const secret of [
      PASSWORD,
      'not this one',
      token.json().secret,
      tokenOf(invitation.json()),
      ben.cookie!.split('=')[1]!,
    ])
      expect(everything).not.toContain(secret)

    expect(await verifyAudit(stage.control)).toEqual({ lines: 6, broken: null })
    const change = stage.control.updateTable('audit').set({ who: 'eve@example.com' }).where('id', '=', 2).execute()
    await expect(change).rejects.toThrow('only added to')
    await expect(stage.control.deleteFrom('audit').where('id', '=', 3).execute()).rejects.toThrow('only added to')
  })
})

test('a demo of this machine is read without a key and signed in to by one click; elsewhere there is none', async () => {
  const demo = await openAccessStage({ demo: true })
  try {
    const browser = demo.open()
    expect((await browser.ask('GET', '/session')).json()).toMatchObject({ scope: 'read', demo: true })
    expect((await browser.ask('POST', '/session/demo', {})).json()).toMatchObject({
      user: { name: 'Demo' },
      scope: 'admin',
    })
    expect((await browser.ask('GET', '/users')).statusCode).toBe(200)
    expect((await demo.open().ask('GET', '/session')).json()).toMatchObject({ scope: 'read', demo: true })
  } finally {
    await demo.close()
  }
  expect((await stage.open().ask('POST', '/session/demo', {})).statusCode).toBe(404)
})

test('a weak password is refused with the reason, and the link still opens', async () => {
  const token = await stage.setUp()
  const refused = await stage
    .open()
    .ask('POST', '/links/accept', { token, email: 'ana@example.com', password: 'Password1234' })
  expect(refused.json()).toMatchObject({
    ...{ status: 400, code: 'password_weak' },
    detail: 'This password will not do: it is among those that are guessed first.',
  })
  expect((await useLink(stage.open(), token, 'ana@example.com')).statusCode).toBe(200)
})

const tokenOf = (made: { readonly path: string }): string => made.path.split('#')[1]!

async function whoIs(cookie: string | null): Promise<string | null> {
  const browser = stage.open()
  browser.cookie = cookie
  return (await browser.ask('GET', '/session')).json().user?.email ?? null
}

async function withToken(secret: string, method: 'GET' | 'POST', path: string): Promise<number> {
  const headers = { host: 'localhost', authorization: `Bearer ${secret}` }
  const answer = await stage.app.inject({
    method,
    url: `/api/v1${path}`,
    headers,
    ...(method === 'POST' ? { payload: {} } : {}),
  })
  return answer.statusCode
}
