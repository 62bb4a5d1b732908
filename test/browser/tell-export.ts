import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server as FileServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { AccountPage } from '../../src/contract/accounts.ts'
import { packageRoot } from '../../src/core/package-root.ts'
import { checkRead } from './check-read.ts'
import { OUTPUT, openPage, readJson, type Stage } from './stage.ts'
import { PAGES } from './tell-walk.ts'
import { findBarriers } from './watch-page.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
}

/** The pages written into a folder: any file server shows them, under any path, and nothing asks a server. */
export function tellExport(stage: () => Stage): void {
  test('the demo as files: every page opens from a file server with what it shows, and says what it does not hold', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'telltale-export-'))
    const files = await serveFolder(folder)
    try {
      const script = join(packageRoot(), 'scripts', 'demo-export.mjs')
      const asked = ['--url', stage().server.url, '--accounts', '1']
      await promisify(execFile)(process.execPath, [script, '--out', join(folder, 'demo'), ...asked])
      const { data } = await readJson<AccountPage>(stage(), '/accounts?sort=alerts&limit=1')
      const page = await openPage(stage(), '/livez')
      const asks: string[] = []
      const failed: string[] = []
      page.on('request', (request) => asks.push(new URL(request.url()).pathname))
      page.on('response', (answer) => answer.ok() || failed.push(`${answer.status()} ${answer.url()}`))
      const { port } = files.address() as AddressInfo
      await page.goto(`http://127.0.0.1:${port}/demo/index.html#/accounts`)
      await page.locator('tbody a').first().waitFor()
      await page.getByText('A snapshot of the demo of').waitFor()
      expect(await findBarriers(page)).toEqual([])
      await page.screenshot({ path: join(OUTPUT, 'snapshot-accounts.png') })
      await page.goto(`http://127.0.0.1:${port}/demo/index.html#/accounts/${encodeURIComponent(data[0]!.key)}`)
      await page.locator('h1').waitFor()
      await page.getByRole('region', { name: 'Why, signal by signal' }).waitFor()
      for (const name of PAGES) {
        await page.goto(`http://127.0.0.1:${port}/demo/index.html#/${name}`)
        await checkRead(page)
      }
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox').fill('Daily stickiness')
      await page.getByRole('option', { name: 'Daily stickiness' }).click()
      await page
        .getByRole('dialog', { name: 'Daily stickiness' })
        .getByText(/SELECT/i)
        .first()
        .waitFor()
      await page.goto(`http://127.0.0.1:${port}/demo/index.html#/bands`)
      await page.getByRole('heading', { name: 'Who crossed' }).waitFor()
      await page.goto(`http://127.0.0.1:${port}/demo/index.html#/activation`)
      await page.getByRole('heading', { name: 'Activation score, band by band' }).waitFor()
      await page.locator('.figure svg').first().waitFor()
      await page.emulateMedia({ colorScheme: 'dark' })
      expect(await findBarriers(page, { onlyColours: true })).toEqual([])
      await page.goto(`http://127.0.0.1:${port}/demo/index.html#/engagement`)
      await page.getByRole('button', { name: 'Accounts', exact: true }).click()
      await page.getByText('This is a snapshot of the demo').first().waitFor()
      expect(failed).toEqual([])
      expect(asks.filter((path) => path.startsWith('/api/') || !path.startsWith('/demo/'))).toEqual([])
    } finally {
      files.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }, 240_000)
}

/** What any file server does, and no more: files under their paths, all else is not there. */
async function serveFolder(folder: string): Promise<FileServer> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://here').pathname))
    try {
      const body = readFileSync(join(folder, path))
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return server
}
