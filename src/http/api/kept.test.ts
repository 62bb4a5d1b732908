import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AccessStage, type Browser, openAccessStage } from '../../../test/access-stage.ts'
import { forgetDecisions } from '../../store/control/forget-decisions.ts'

let stage: AccessStage
let people: { readonly viewer: Browser; readonly editor: Browser; readonly admin: Browser }

beforeAll(async () => {
  stage = await openAccessStage()
  people = {
    viewer: await stage.signedIn('viewer'),
    editor: await stage.signedIn('editor'),
    admin: await stage.signedIn('admin'),
  }
})
afterAll(() => stage.close())

const namesOf = async (browser: Browser): Promise<string[]> =>
  (await browser.ask('GET', '/views')).json().data.map(({ name }: { name: string }) => name)
const textsOf = async (browser: Browser): Promise<string[]> =>
  (await browser.ask('GET', '/accounts/acme/notes')).json().data.map(({ text }: { text: string }) => text)

describe('saved views', () => {
  test('are one’s own until an editor shares them; the same name again gives way', async () => {
    const { viewer, editor, admin } = people
    expect((await viewer.ask('POST', '/views', { name: 'Mine', path: '/accounts?type=risk' })).statusCode).toBe(201)
    await viewer.ask('POST', '/views', { name: 'Mine', path: '/accounts?type=intent' })
    const shared = { name: 'At risk', path: '/accounts?type=risk&sort=mrr', shared: true }
    expect((await viewer.ask('POST', '/views', shared)).json().code).toBe('role_too_small')
    const { id } = (await editor.ask('POST', '/views', shared)).json()
    expect([await namesOf(viewer), await namesOf(editor)]).toEqual([['At risk', 'Mine'], ['At risk']])
    expect((await viewer.ask('GET', '/views')).json().data[1]).toMatchObject({
      ...{ path: '/accounts?type=intent', own: true, shared: false },
    })
    expect((await viewer.ask('DELETE', `/views/${id}`)).statusCode).toBe(404)
    expect((await admin.ask('DELETE', `/views/${id}`)).statusCode).toBe(204)
    expect(await namesOf(editor)).toEqual([])
    const told = (await admin.ask('GET', '/audit')).json().data.map(({ what }: { what: string }) => what)
    expect(told.slice(0, 2)).toEqual(['dropView', 'saveView'])
  })

  test.each(['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', 'accounts', '/a b'])(
    'lead nowhere but to pages of this server: not to %s',
    async (path) => {
      expect((await people.editor.ask('POST', '/views', { name: 'x', path })).statusCode).toBe(400)
    },
  )

  test('of one’s own need somebody who is signed in', async () => {
    const alone = await openAccessStage()
    const refused = await alone.open().ask('POST', '/views', { name: 'x', path: '/today' })
    await alone.close()
    expect(refused.json().code).toBe('user_needed')
  })
})

describe('notes on an account', () => {
  test('for the team are seen by all, private ones by who wrote them; only they take them away', async () => {
    const { viewer, editor, admin } = people
    const write = (browser: Browser, text: string, hidden: boolean) =>
      browser.ask('POST', '/accounts/acme/notes', { text, private: hidden })
    await write(editor, 'Budget in May', false)
    const { id } = (await write(editor, 'They talk to a rival', true)).json()
    await write(admin, 'Mine alone', true)
    expect((await write(viewer, 'May I?', false)).json().code).toBe('role_too_small')
    expect([await textsOf(viewer), await textsOf(editor), await textsOf(admin)]).toEqual([
      ['Budget in May'],
      ['They talk to a rival', 'Budget in May'],
      ['Mine alone', 'Budget in May'],
    ])
    expect((await admin.ask('DELETE', `/notes/${id}`)).statusCode).toBe(404)
    expect((await editor.ask('DELETE', `/notes/${id}`)).statusCode).toBe(204)
    expect(await textsOf(editor)).toEqual(['Budget in May'])
    expect((await editor.ask('POST', '/accounts/nobody/notes', { text: 'x' })).statusCode).toBe(404)
  })
})

test('what people keep goes with whoever is forgotten: notes on an account, and what names them', async () => {
  const { editor } = people
  await editor.ask('POST', '/accounts/acme/notes', { text: 'Ben@acme.example decides' })
  await editor.ask('POST', '/accounts/acme/notes', { text: 'Benefits are asked for' })
  await editor.ask('POST', '/views', { name: 'Globex', path: '/accounts/globex%20ltd' })
  const ben = { of: 'person', keys: ['u:ben-7'], mentions: ['Ben@acme.example'] } as const
  expect((await forgetDecisions(stage.control, ben)).kept).toBe(1)
  expect((await textsOf(editor))[0]).toBe('Benefits are asked for')
  await forgetDecisions(stage.control, { of: 'account', keys: ['globex ltd'], mentions: [] })
  expect(await namesOf(editor)).toEqual([])
  await forgetDecisions(stage.control, { of: 'account', keys: ['acme'], mentions: [] })
  expect(await textsOf(editor)).toEqual([])
})

test('a release is told by an editor, by name and day, and taken back', async () => {
  const { viewer, editor } = people
  const asked = { name: 'New onboarding', day: '2026-03-01', note: 'The checklist comes first' }
  expect((await viewer.ask('POST', '/releases', asked)).json().code).toBe('role_too_small')
  const told = (await editor.ask('POST', '/releases', asked)).json()
  expect(told).toMatchObject({ ...asked, id: 1 })
  expect((await editor.ask('POST', '/releases', { ...asked, day: '2026-02-30' })).statusCode).toBe(400)
  expect((await editor.ask('DELETE', '/releases/1')).statusCode).toBe(204)
  expect((await editor.ask('DELETE', '/releases/1')).statusCode).toBe(404)
})

test('what a question is asked by is no author: who is signed in is asked for no other', async () => {
  const { viewer } = people
  const answers = await Promise.all([
    viewer.ask('POST', '/analyze/revenue', { by: 'month', currency: 'EUR' }),
    viewer.ask('POST', '/analyze/revenue', { by: 'viewer', currency: 'EUR' }),
  ])
  // What answers questions is out of reach here: what is let through is a fault of ours.
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([500, 400])
})
