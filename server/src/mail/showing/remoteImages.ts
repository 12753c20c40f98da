import { z } from 'zod'
import { type FetchOutside, NotFetched } from '../../connectors/fetching.ts'
import { notFound, problem } from '../../platform/problem.ts'
import type { Later, Raw } from '../../platform/routes.ts'
import type { Store } from '../../platform/store.ts'
import { counting, turns } from '../../platform/turns.ts'
import type { Tx } from '../../platform/work.ts'
import { messageForSource } from '../../tickets/index.ts'
import { pictureType } from './pictures.ts'
import { pictureHeaders } from './serving.ts'

/** Nothing but the images of one message: whose address comes with the question could be led anywhere. */
type OneImage = { id: string; message_id: string; n: number }

export const tooManyImages = problem('too-many-images', 429, 'Too many images at once', {
  retry_after: z.number().int().meta({ description: 'Seconds to wait.' }),
})

/** Addresses of the remote images of a mail, in the order of its stored HTML, where `<` and `"` stand for nothing else. */
function remoteImagesOf(html: string): string[] {
  const found = html.matchAll(/ data-remote-(?:src|background)="([^"<>]{1,8000})"/g)
  const addresses = [...found].map(([, address = '']) =>
    address.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  )
  return [...new Set(addresses.flatMap((address) => URL.parse(address)?.href ?? []))]
}

/** Where the page of a mail finds each of them: at our own address, by its place in the list. */
export function remoteUrlsOf(html: string, { id, messageId }: { id: string; messageId: string }) {
  const places = new Map(remoteImagesOf(html).map((address, n) => [address, n]))
  return (address: string): string | null => {
    const n = places.get(address)
    return n === undefined ? null : `/api/tickets/${id}/messages/${messageId}/images/${n}`
  }
}

const imagesMax = { count: 600, ms: 60_000 }
const atOnceMax = 16
const atOncePerUserMax = 6

/**
 * A remote image, for a reader who asked to see it: fetched when the unit of work is over, by us, so that its sender does not learn who
 * reads where. What is no picture, or cannot be had, is a grey dot; why is nobody's business but the log's.
 */
export function imagesFetchedBy(fetchOutside: FetchOutside) {
  const mayAsk = counting(imagesMax)
  const inTurn = turns(atOnceMax)
  const ofUser = new Map<string, { inTurn: ReturnType<typeof turns>; asked: number }>()
  const inTurnOf = async <T>(userId: string, work: () => Promise<T>): Promise<T> => {
    const own = ofUser.get(userId) ?? { inTurn: turns(atOncePerUserMax), asked: 0 }
    ofUser.set(userId, own)
    own.asked++
    try {
      return await own.inTurn(() => inTurn(work))
    } finally {
      if (--own.asked === 0) ofUser.delete(userId)
    }
  }
  return async (tx: Tx, { id, message_id, n }: OneImage, { log, clock }: Store): Promise<Later<Raw>> => {
    const { html } = await messageForSource(tx, { ticketId: id, messageId: message_id })
    const address = remoteImagesOf(html ?? '')[n]
    if (address === undefined) throw notFound()
    const userId = tx.actor.id
    if (!mayAsk(userId, clock().getTime()))
      throw tooManyImages('Wait a minute, then load the images again.', { retry_after: imagesMax.ms / 1000 })
    return () =>
      inTurnOf(userId, async () => {
        try {
          const bytes = await fetchOutside(address)
          const type = pictureType(bytes)
          if (!type) throw new NotFetched('it is no picture that we show')
          return { type, bytes, headers: pictureHeaders }
        } catch (err) {
          if (!(err instanceof NotFetched)) throw err
          log.debug({ err, message_id, n }, 'mail: a remote image is not shown')
          return { type: 'image/gif', bytes: dot, headers: { ...pictureHeaders, 'cache-control': 'no-store' } }
        }
      })
  }
}

/** One grey, half transparent dot. */
const dot = Buffer.from('R0lGODlhAQABAIAAAMTExAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64')
