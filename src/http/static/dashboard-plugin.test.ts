import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { apiServerOptions } from '../api/api-plugin.ts'
import { dashboardPlugin } from './dashboard-plugin.ts'

let folder: string
let app: FastifyInstance

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'telltale-dashboard-'))
  mkdirSync(join(folder, 'assets'))
  writeFileSync(join(folder, 'index.html'), '<title>Telltale</title>')
  writeFileSync(join(folder, 'assets', 'index-abc123.js'), 'export {}')
  app = fastify(apiServerOptions)
  await app.register(dashboardPlugin, { folder, hosts: [] })
})
afterEach(async () => {
  await app.close()
  rmSync(folder, { recursive: true })
})

const get = (url: string, host = 'localhost') => app.inject({ url, headers: { host } })

test('its pages answer with index.html, account keys with dots too, never kept', async () => {
  for (const url of ['/', '/accounts', '/accounts/acme.example.com?asOf=2026-03-01', '/signals', '/today?of=Pia']) {
    const answer = await get(url)
    expect([url, answer.statusCode, answer.body]).toEqual([url, 200, '<title>Telltale</title>'])
    expect(answer.headers['cache-control']).toBe('no-cache')
    expect(answer.headers['content-security-policy']).toContain("script-src 'self'")
  }
})

test('files with a hash in their name may be kept for ever', async () => {
  expect((await get('/assets/index-abc123.js')).headers['cache-control']).toBe('public, max-age=31536000, immutable')
})

test('what is not there is not a page, and nothing outside the folder is served', async () => {
  for (const url of [
    '/assets/index-old.js',
    '/favicon.png',
    '/../package.json',
    '/%2e%2e/package.json',
    '/wp-login.php',
  ]) {
    const answer = await get(url)
    expect([url, answer.statusCode >= 400, answer.body.includes('"dependencies"')]).toEqual([url, true, false])
  }
})

test('a name that was rebound to us is refused', async () => {
  expect((await get('/', 'evil.example')).statusCode).toBe(403)
})
