import { cpSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pageRequests } from '../pages/page-requests.mjs'
import { startChild } from '../rig/child.mjs'
import { keepResult } from '../rig/keep-result.mjs'
import { ROOT } from '../rig/places.mjs'
import { filledStore, WORLD_END } from '../world/fill-store.mjs'

const TIMES = 40
const TARGET_MS = 100

/** What the pages of a server over the world's store ask: the first time each, and again and again after that, one question after the other. */
export async function run({ size, data }) {
  const folder = join(data, 'pages')
  rmSync(folder, { recursive: true, force: true })
  cpSync(await filledStore(size, data), folder, { recursive: true })
  const server = startChild(join(ROOT, 'bench', 'rig', 'serve.child.mjs'), [folder, WORLD_END])
  const { url, readKey } = await server.next()
  const ask = askerOf(url, readKey)
  const { body: accounts } = await ask({ method: 'GET', path: '/accounts?limit=1', body: null })
  const { body: signals } = await ask({ method: 'GET', path: '/signals', body: null })
  const requests = pageRequests({ key: accounts.data[0].key, signal: signals.data[0].key })
  const measured = []
  for (const request of requests) measured.push({ ...request, ...(await measure(ask, { request, pid: server.pid })) })
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
  keep(size, measured)
}

function askerOf(url, key) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  return async ({ method, path, body }) => {
    const started = performance.now()
    const answer = await fetch(`${url}/api/v1${path}`, {
      ...{ method, headers },
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { ms: performance.now() - started, status: answer.status, body: JSON.parse(text) }
  }
}

async function measure(ask, { request, pid }) {
  const first = await ask(request)
  const again = []
  const before = processorMs(pid)
  for (let i = 0; i < TIMES; i++) again.push((await ask(request)).ms)
  const cpu = (processorMs(pid) - before) / TIMES
  again.sort((a, b) => a - b)
  return {
    status: first.status,
    code: first.body.code,
    first: first.ms,
    cpu,
    p50: at(again, 0.5),
    p95: at(again, 0.95),
  }
}

/** All threads of a process, in steps of 10 ms. */
function processorMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

const at = (ordered, share) => ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * share))]

function keep(size, measured) {
  const worst = Math.max(...measured.map(({ p95 }) => p95))
  const all = measured.every(({ status }) => status === 200)
  const nameOf = ({ page, method, path }, i) =>
    `${page}: ${method === 'POST' ? 'POST ' : ''}${path.replace(/\?.*/, '')} (${i + 1})`
  keepResult({
    ...{
      row: 'what pages ask',
      size,
      ratio: worst / TARGET_MS,
      target: `p95 of each < ${TARGET_MS} ms`,
      met: all && worst < TARGET_MS,
    },
    figures: Object.fromEntries(
      measured.map((one, i) => [
        nameOf(one, i),
        one.status === 200
          ? `p50 ${one.p50.toFixed(0)}, p95 ${one.p95.toFixed(0)} ms; first ${one.first.toFixed(0)} ms; processor ${one.cpu.toFixed(0)} ms`
          : `answered ${one.status} ${one.code}`,
      ]),
    ),
  })
}
