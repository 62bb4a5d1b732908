// Receivers of webhooks: so many that answer at once, and one that never does. Says their addresses; ends when it is told to.
import { createServer } from 'node:http'

const listen = (answer) =>
  new Promise((done) => {
    const server = createServer((request, response) => {
      request.resume()
      request.on('end', () => answer(response))
    })
    server.listen(0, '127.0.0.1', () => done(`http://127.0.0.1:${server.address().port}/`))
  })
const good = await Promise.all(
  Array.from({ length: Number(process.argv[2]) }, () => listen((r) => r.writeHead(204).end())),
)
const hanging = await listen(() => {})
process.stdout.write(`${JSON.stringify({ good, hanging })}\n`)
