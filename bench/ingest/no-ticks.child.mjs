import { openLocalProject } from '../../dist/cli/open-local-project.js'
import { buildApp } from '../../dist/http/build-app.js'
import { DEFAULT_SEGMENT_LIMITS } from '../../dist/http/segment/segment-deps.js'
import { compileSettings } from '../../dist/ingest/ingest-settings.js'
import { appendBody } from '../../dist/run/apply/live-log.js'
import { apiDeps } from '../../dist/run/read/api-deps.js'
import { modelOf } from '../rig/model-of.mjs'

// The server without its ticks: takes in and keeps, applies nothing. What ingestion costs when another process applies.
const clock = { now: () => Date.now() }
const { project } = await openLocalProject({
  dataDir: process.argv[2],
  model: await modelOf('product'),
  ...{ configPath: null, clock, serves: true, say: () => {} },
})
const app = await buildApp({
  api: apiDeps(project, () => new Uint8Array(32)),
  segment: {
    appendBody: (header, body) => appendBody(project.live, header, body),
    keys: { ownerOf: () => ({ source: 'bench', scope: 'write' }) },
    settings: () => compileSettings(project.applier.settings),
    ...{ clock, limits: DEFAULT_SEGMENT_LIMITS },
  },
  ...{ clock, checks: [], metrics: null, hosts: [], open: true, version: '0', dashboardFolder: null, logger: null },
})
process.stdout.write(`${JSON.stringify({ url: await app.listen({ host: '127.0.0.1', port: 0 }) })}\n`)
