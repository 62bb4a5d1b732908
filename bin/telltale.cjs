#!/usr/bin/env node
'use strict'
// CommonJS on purpose: Node reads an ES module entry through the libuv thread pool, and the pool takes its size from
// the environment at first use. Set in an .mjs this line would come too late, and slow queries would hold up file writes.
process.env.UV_THREADPOOL_SIZE ??= '16'

const { existsSync } = require('node:fs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')

const main = join(__dirname, '..', 'dist', 'cli', 'main.js')
if (!existsSync(main)) {
  process.stderr.write('Telltale is not built here yet: run `npm start` once, or `npm run build`.\n')
  process.exit(2)
}
import(pathToFileURL(main).href)
  .then((cli) => cli.main(process.argv.slice(2)))
  .then((code) => {
    process.exitCode = code
  })
