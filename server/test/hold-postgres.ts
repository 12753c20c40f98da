import { startEmbedded } from '../src/platform/db/embedded.ts'

// A process that uses the embedded PostgreSQL of a folder until it is told to leave (SIGTERM) or is killed.
const server = await startEmbedded(process.argv[2]!, { durable: false })
process.once('SIGTERM', async () => {
  await server.release()
  process.exit()
})
process.stdout.write(`${server.pid}\n`)
setInterval(() => {}, 60_000)
