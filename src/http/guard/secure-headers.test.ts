import { afterAll, beforeAll, expect, test } from 'vitest'
import { type AccessStage, openAccessStage } from '../../../test/access-stage.ts'
import { apiRoutes } from '../api/routes.ts'

let stage: AccessStage
beforeAll(async () => {
  stage = await openAccessStage()
})
afterAll(() => stage.close())

test.each([
  ['encrypted in front of it', { 'x-forwarded-proto': 'https' }, 'max-age=31536000'],
  ['by a chain of proxies', { 'x-forwarded-proto': 'https, http' }, 'max-age=31536000'],
  ['in the open', { 'x-forwarded-proto': 'http' }, undefined],
  ['by nobody in between', {}, undefined],
])('an answer that goes out %s says whether it may be asked for in the open again', async (_, headers, told) => {
  const answer = await stage.app.inject({ url: '/api/v1/session', headers: { host: 'localhost', ...headers } })
  expect([answer.statusCode, answer.headers['strict-transport-security']]).toEqual([200, told])
})

test('no route of the API lets pages of other origins read it, whatever they ask before', async () => {
  const shared: string[] = []
  for (const { method, path } of apiRoutes) {
    const url = `/api/v1${path.replaceAll(/:\w+/g, '7')}`
    const headers = { host: 'localhost', origin: 'https://evil.example', 'access-control-request-method': method }
    const { headers: told } = await stage.app.inject({ method: 'OPTIONS', url, headers })
    if (Object.keys(told).some((name) => name.startsWith('access-control-'))) shared.push(path)
  }
  expect(shared).toEqual([])
})
