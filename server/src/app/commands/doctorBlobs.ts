import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { hashOf } from '../../platform/blobs/blobs.ts'
import { openBlobs } from '../../platform/blobs/place.ts'
import { blobPlaceOf, type Config } from '../../platform/config.ts'
import type { Store } from '../../platform/store.ts'
import { inTx, systemActor } from '../../platform/tx.ts'
import { because, type Finding, good, wrong } from './finding.ts'
import { organisations } from './organisations.ts'

const nobody = '00000000-0000-0000-0000-000000000000'
const sampleMax = 50

/** Tried for real: written, read and removed, where mails and attachments go. */
export async function checkBlobs(config: Config): Promise<Finding> {
  const place = blobPlaceOf(config)
  const blobs = openBlobs(place)
  try {
    const bytes = randomBytes(64)
    const name = hashOf(bytes)
    await blobs.check()
    await blobs.put(nobody, name, bytes)
    const back = await blobs.get(nobody, name)
    await blobs.delete(nobody, name)
    if (!back) throw new Error('what was written is not there to be read')
    return good('blobs', `Mails and attachments can be written to ${blobs.place}, and read again.`)
  } catch (error) {
    const todo =
      place.kind === 's3'
        ? 'Mail is kept in the database meanwhile. Correct BLOB_URL and its key, or wait until the store answers.'
        : 'Give it to the user that runs Docket, make room, or set BLOB_URL.'
    return wrong('blobs', `Mails and attachments cannot be written to ${blobs.place}: ${because(error)}`, todo)
  }
}

/** A sample of what rows name, the newest and some of all ages: all of it is what a backup looks through. */
export async function checkNamedBlobs(store: Store): Promise<Finding> {
  let [looked, lost] = [0, 0]
  try {
    for (const { orgId } of await organisations(store)) {
      for (const sha256 of await sampleOf(store, orgId)) {
        looked++
        if (!(await store.blobs.has(orgId, sha256))) lost++
      }
    }
  } catch (error) {
    return wrong(
      'blobs-there',
      `Filed mails cannot be looked up: ${because(error)}`,
      'See what is said of the blob store.',
    )
  }
  if (lost === 0) return good('blobs-there', `Of ${looked} filed mails and attachments looked up, all are there.`)
  return wrong(
    'blobs-there',
    `Of ${looked} filed mails and attachments looked up, ${lost} are not in ${store.blobs.place}.`,
    'Is BLOB_URL that of this database? docket blobs move brings blobs from an old place, docket restore those of a backup.',
  )
}

async function sampleOf(store: Store, orgId: string): Promise<string[]> {
  return inTx(store, systemActor(orgId, 'doctor'), async (tx) => {
    const { rows } = await sql<{ sha256: string }>`
      (select sha256 from raw_mail where blob order by kept_at desc limit ${sampleMax})
      union (select sha256 from raw_mail where blob and sha256 >= ${randomBytes(32).toString('hex')} order by sha256 limit ${sampleMax})
      union (select sha256 from attachment where blob and sha256 >= ${randomBytes(32).toString('hex')} order by sha256 limit ${sampleMax})
      union (select sha256 from attachment where blob order by id desc limit ${sampleMax})`.execute(tx.db)
    return rows.map(({ sha256 }) => sha256)
  })
}
