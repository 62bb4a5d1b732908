import { createServer } from 'node:http'

// The ceiling of one process: reads the body, parses it, throws it away, answers as we do.
const server = createServer((request, answer) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const parsed = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    const success = Array.isArray(parsed.batch)
    answer.writeHead(success ? 200 : 400, { 'content-type': 'application/json' })
    answer.end(JSON.stringify({ success }))
  })
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` })}\n`)
})
