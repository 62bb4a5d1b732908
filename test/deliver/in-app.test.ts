import { expect, it } from 'vitest'
import { inAppTarget, readInAppTarget } from '../../src/config/delivery/in-app-target.ts'
import type { MessageList } from '../../src/contract/messages.ts'
import type { Prompt } from '../../src/deliver/message.ts'
import { attributeLink } from '../../src/run/read/read-messages.ts'
import { forgetDecisions } from '../../src/store/control/forget-decisions.ts'
import { forgetMessages } from '../../src/store/control/messages.ts'
import { openProduct, type Product } from './open-product.ts'

const HELP: Prompt = {
  ...{ kind: 'prompt', title: 'Shall we set it up together?', text: 'Half an hour.', until: null },
  ...{ link: { text: 'Choose a time', href: '/book?with=ana' }, shows: { kind: 'text' } },
}
const ORDER = ['firstNote', 'threeNotes', 'firstInvite']
const STEPS: Prompt = { ...HELP, title: 'Nearly there', link: null, shows: { kind: 'checklist', milestones: ORDER } }
const SEATS: Prompt = {
  ...{ ...HELP, title: 'Two seats left', link: { text: 'Upgrade', href: 'https://example.com/checkout?plan=pro' } },
  shows: {
    ...{ kind: 'limit', entitlement: 'seats' },
    plans: [{ name: 'Pro', price: '12 EUR a user', points: ['any number of seats'] }],
  },
}

const asking = ({ app, tokenOf }: Product) => ({
  list: async (user: string, account?: string) => {
    const headers = { authorization: `Bearer ${tokenOf(user, account)}` }
    const answer = await app.inject({ url: '/v1/messages', headers })
    expect(answer.headers['access-control-allow-origin']).toBe('*')
    return answer.json<MessageList>().data
  },
  end: async (user: string, id: number, how: string) => {
    const headers = { authorization: `Bearer ${tokenOf(user)}`, 'content-type': 'text/plain' }
    const answer = await app.inject({ method: 'POST', url: `/v1/messages/${id}/${how}`, headers, payload: '' })
    return [answer.statusCode, answer.json()]
  },
})
const titles = (messages: readonly { title: string }[]) => messages.map(({ title }) => title)

it('each is shown to whom it is for, with how far they are now, until they have seen to it', async () => {
  const product = await openProduct()
  const { list, end } = asking(product)
  expect(await product.tell('setup/ana/1/help', inAppTarget({ user: 'ana', account: null }), HELP)).toBeNull()
  await product.tell('setup/acme/1/steps', inAppTarget({ user: null, account: 'acme' }), STEPS)
  await product.tell('upgrade/acme/1/seats', inAppTarget({ user: 'ben', account: 'acme' }), SEATS)

  // Ana is in two accounts: how far they are is said of the one that the message is for.
  expect(titles(await list('ana'))).toEqual(['Shall we set it up together?', 'Nearly there'])
  expect(titles(await list('ana', 'bolt'))).toEqual(['Shall we set it up together?'])
  expect(titles(await list('zoe'))).toEqual([])
  const [steps, seats] = await list('ben')
  expect(steps).toEqual({
    ...{ id: 2, kind: 'checklist', title: 'Nearly there', text: 'Half an hour.', link: null, limit: null, plans: [] },
    steps: [
      { key: 'firstNote', title: 'First note', done: true, progress: 1 },
      { key: 'threeNotes', title: 'Three notes', done: false, progress: 1 / 3 },
      { key: 'firstInvite', title: 'First invite', done: false, progress: 0 },
    ],
    ...{ progress: 1 / 3, at: '2026-06-15T12:00:00.000Z', until: '2026-07-15T12:00:00.000Z' },
  })
  expect(seats).toMatchObject({
    limit: { key: 'seats', title: 'Seats', usage: 2, limit: 5, use: 0.4 },
    plans: [{ name: 'Pro', price: '12 EUR a user', points: ['any number of seats'] }],
    link: {
      href: 'https://example.com/checkout?plan=pro&utm_source=telltale&utm_medium=in-app&utm_campaign=upgrade&utm_content=3',
    },
  })
  const state = await product.app.inject({
    ...{ url: '/v1/state', headers: { authorization: `Bearer ${product.tokenOf('ben')}` } },
  })
  expect(state.json().messages).toEqual([steps, seats])

  // One user's end is nobody else's, and a second end changes nothing.
  expect(await end('ben', 2, 'acknowledge')).toEqual([200, { id: 2, ended: 'acknowledged' }])
  expect(await end('ben', 2, 'dismiss')).toEqual([200, { id: 2, ended: 'acknowledged' }])
  expect(titles(await list('ben'))).toEqual(['Two seats left'])
  expect(titles(await list('ana', 'acme'))).toContain('Nearly there')
  expect((await end('ana', 3, 'dismiss'))[0]).toBe(404)
  expect((await end('ben', 3, 'like'))[0]).toBe(404)
  expect(titles(await list('ben'))).toEqual(['Two seats left'])
})

it('one key is one message, shown up to its day and no longer', async () => {
  const product = await openProduct()
  const { list } = asking(product)
  const to = inAppTarget({ user: 'ben', account: null })
  await product.tell('a/ben/1/x', to, { ...HELP, until: '2026-06-16T00:00:00Z' })
  await product.tell('a/ben/1/x', to, { ...HELP, title: 'Again' })
  await product.tell('b/ben/1/x', to, { ...HELP, title: 'For thirty days' })
  expect(titles(await list('ben'))).toEqual(['Shall we set it up together?', 'For thirty days'])
  product.story.setClock('2026-06-16T00:00:00Z')
  expect(titles(await list('ben'))).toEqual(['For thirty days'])
  product.story.setClock('2026-07-15T12:00:00Z')
  expect(await list('ben')).toEqual([])
  const { control } = product.story.project()
  await forgetMessages(control, Date.parse('2026-07-01T00:00:00Z'))
  expect(titles(await control.selectFrom('message').select('payload as title').execute())).toHaveLength(1)
})

it('what names nobody or has nothing for people is refused, and no link leads anywhere but the web and the product', async () => {
  const product = await openProduct()
  const { list } = asking(product)
  expect(await product.tell('a', '', HELP)).toContain('it names nobody')
  expect(await product.tell('b', 'user/%E0%A4%A', HELP)).toContain('it names nobody')
  const traits = { kind: 'traits', of: 'user', id: 'ben', at: '2026-06-15T12:00:00Z', traits: {} } as const
  expect(await product.tell('c', 'user/ben', traits)).toBe('there is nothing in it that a user could be shown')
  for (const [n, href] of ['javascript:alert(1)', '//evil.example/', '/\\evil.example', 'data:text/html,x'].entries())
    await product.tell(`d${n}`, 'user/ben', { ...HELP, link: { text: 'x', href } })
  await product.tell('e', 'user/ben', { kind: 'note', title: 'A note', intro: null, groups: [], link: null })
  expect((await list('ben')).map(({ link }) => link)).toEqual([null, null, null, null, null])
  const answer = await product.app.inject({ url: '/v1/messages', headers: { authorization: 'Bearer x.y.z' } })
  expect(answer.statusCode).toBe(401)
})

it('messages follow a person and an account that are joined, and go when they are forgotten', async () => {
  const product = await openProduct()
  const { list } = asking(product)
  await product.tell('a', 'user/old%2Fben', HELP)
  await product.tell('b', 'account/acme', { ...HELP, title: 'To all' })
  await product.story.send({ type: 'alias', userId: 'ben', previousId: 'old/ben' })
  expect(titles(await list('ben'))).toEqual(['Shall we set it up together?', 'To all'])
  const { control } = product.story.project()
  const forget = { of: 'person', keys: ['u:ben', 'u:old/ben'], mentions: [] } as const
  expect((await forgetDecisions(control, forget)).message).toBe(1)
  expect(titles(await list('ben'))).toEqual(['To all'])
})

it('a target is read as it was written, whatever the ids', () => {
  for (const user of [null, 'ben', 'a/b', 'user/x', 'ü %2F', 'in'])
    for (const account of [null, 'acme', 'in/acme', '東京'])
      if (user !== null || account !== null)
        expect(readInAppTarget(inAppTarget({ user, account }))).toEqual({ user, account })
  expect([readInAppTarget(''), readInAppTarget('ben'), readInAppTarget('user/a/b')]).toEqual([null, null, null])
})

it('a link keeps what it says of its campaign, and its place in the page', () => {
  const of = { key: 'upgrade/acme/1', id: 7 }
  expect(attributeLink('/plans?utm_campaign=own#pro', of)).toBe(
    '/plans?utm_campaign=own&utm_source=telltale&utm_medium=in-app&utm_content=7#pro',
  )
})
