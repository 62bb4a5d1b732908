import Fastify from 'fastify'
import { expect, it, onTestFinished } from 'vitest'
import { openUnsubscribeTokens } from '../../src/deliver/unsubscribe-token.ts'
import { unsubscribePlugin } from '../../src/http/unsubscribe/unsubscribe-plugin.ts'

it('a program of mail asks for no more in one click; a link that is only followed changes nothing; a forged one is not known', async () => {
  const tokens = openUnsubscribeTokens(Buffer.alloc(32, 3))
  const gone: unknown[] = []
  const app = Fastify()
  onTestFinished(() => app.close())
  await app.register((scope) =>
    unsubscribePlugin(scope, {
      knows: (token) => tokens.read(token) !== null,
      unsubscribe: async (token) => {
        const unwanted = tokens.read(token)
        if (unwanted !== null) gone.push(unwanted)
        return unwanted !== null
      },
    }),
  )
  const unwanted = { channel: 'mail', address: 'ana@example.com' }
  const url = `/v1/unsubscribe/${tokens.tokenOf(unwanted)}`
  const looked = await app.inject({ method: 'GET', url })
  expect([looked.statusCode, looked.headers['content-type'], gone]).toEqual([200, 'text/html; charset=utf-8', []])
  expect(looked.body).toContain('<form method="post">')
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const asked = await app.inject({ method: 'POST', url, headers, payload: 'List-Unsubscribe=One-Click' })
  expect([asked.statusCode, gone]).toEqual([200, [unwanted]])
  const [body, signature] = tokens.tokenOf(unwanted).split('.') as [string, string]
  const other = Buffer.from(JSON.stringify(['mail', 'ben@example.com'])).toString('base64url')
  const ofOther = openUnsubscribeTokens(Buffer.alloc(32, 4)).tokenOf(unwanted)
  for (const token of [`${other}.${signature}`, body, `${body}.`, 'x.y', ofOther]) {
    const refused = await app.inject({ method: 'POST', url: `/v1/unsubscribe/${token}` })
    expect([token, refused.statusCode]).toEqual([token, 404])
  }
  expect(gone).toHaveLength(1)
})
