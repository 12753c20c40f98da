import { BlobDamaged, type BlobName, type Blobs } from '../../platform/blobs/blobs.ts'
import { blobPlace, openBlobs } from '../../platform/blobs/place.ts'
import { type Command, type Given, json, Misuse } from './command.ts'
import { watch } from './progress.ts'

const writersMax = 8

/**
 * Copies every blob from one place to another, whole or not at all, each checked against its hash on both sides. Begun again it goes
 * on with what is missing. Docket may serve meanwhile: blobs are never changed, and what is filed after the pass is in the next.
 */
export const command: Command = {
  takes: '--from <BLOB_URL> --to <BLOB_URL>',
  options: {
    from: { type: 'string' },
    to: { type: 'string' },
    'delete-source': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  about: {
    from: 'where the blobs lie, written as BLOB_URL is',
    to: 'where they shall lie',
    'delete-source': 'remove each from the old place once the new one has given it back with the right hash',
    json: 'print {"blobs", "copied", "there_already", "deleted", "bytes", "damaged", "seconds"}',
  },
  example: "docket blobs move --from file:.docket/blobs --to 's3://docket-mails?region=eu-central-1'",
  async run(given) {
    const { values, terminal } = given
    const [from, to] = [opened(given, 'from'), opened(given, 'to')]
    if (from.place === to.place) throw new Misuse('Both are the same place.')
    await from.check()
    await to.check()
    const began = performance.now()
    const tally = { blobs: 0, copied: 0, there_already: 0, deleted: 0, bytes: 0, damaged: 0 }
    const all = await countOf(from)
    const watched = watch(terminal, () => ({
      share: all > 0 ? Math.min(1, tally.blobs / all) : undefined,
      done: tally.blobs,
      text: `${tally.blobs} of ${all} blobs, ${(tally.bytes / 1024 ** 2).toFixed(0)} MiB copied`,
    }))
    await moveAll(from, to, values['delete-source'] === true, tally, terminal.say).finally(() => watched.stop())
    const said = { ...tally, seconds: Math.round((performance.now() - began) / 100) / 10 }
    await terminal.out(
      values.json
        ? json(said)
        : `${said.blobs} blobs in ${said.seconds} s: ${said.copied} copied, ${said.there_already} there already, ${said.deleted} removed from ${from.place}.\n`,
    )
    return said.damaged > 0 ? 1 : 0
  },
}

type Tally = { blobs: number; copied: number; there_already: number; deleted: number; bytes: number; damaged: number }

function opened({ values, config }: Given, name: 'from' | 'to'): Blobs {
  const url = values[name]
  if (typeof url !== 'string') throw new Misuse('Say both places: --from and --to, each as BLOB_URL is written.')
  const { dataDir, awsAccessKeyId, awsSecretAccessKey } = config()
  try {
    return openBlobs(blobPlace(url, { dataDir, accessKeyId: awsAccessKeyId, secretAccessKey: awsSecretAccessKey }))
  } catch (error) {
    throw new Misuse(`--${name} ${(error as Error).message}`)
  }
}

/** Several at once share the list, each takes the next blob when it is done with its last. */
async function moveAll(
  from: Blobs,
  to: Blobs,
  deletes: boolean,
  tally: Tally,
  say: (line: string) => void,
): Promise<void> {
  const waiting = from.list()[Symbol.asyncIterator]()
  await Promise.all(
    Array.from({ length: writersMax }, async () => {
      for (let next = await waiting.next(); !next.done; next = await waiting.next()) {
        const { orgId, sha256 } = next.value
        await moveOne(from, to, next.value, deletes, tally).catch((error) => {
          if (!(error instanceof BlobDamaged)) throw error
          tally.damaged++
          say(`${orgId}/${sha256} is damaged in ${from.place} and stays there.`)
        })
        tally.blobs++
      }
    }),
  )
}

async function moveOne(
  from: Blobs,
  to: Blobs,
  { orgId, sha256 }: BlobName,
  deletes: boolean,
  tally: Tally,
): Promise<void> {
  const there = deletes ? await isWhole(to, orgId, sha256) : await to.has(orgId, sha256)
  if (there) tally.there_already++
  else {
    const bytes = await from.get(orgId, sha256)
    if (!bytes) return
    await to.put(orgId, sha256, bytes)
    if (!(await isWhole(to, orgId, sha256)))
      throw new Error(`${to.place} took ${orgId}/${sha256}, but does not give it back.`)
    tally.copied++
    tally.bytes += bytes.byteLength
  }
  if (!deletes) return
  await from.delete(orgId, sha256)
  tally.deleted++
}

/** Read back and hashed: what a store says of itself is not enough to delete the only other copy. */
async function isWhole(blobs: Blobs, orgId: string, sha256: string): Promise<boolean> {
  try {
    return (await blobs.get(orgId, sha256)) !== undefined
  } catch (error) {
    if (error instanceof BlobDamaged) return false
    throw error
  }
}

async function countOf(blobs: Blobs): Promise<number> {
  let count = 0
  for await (const _ of blobs.list()) count++
  return count
}
