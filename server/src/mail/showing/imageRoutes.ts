import { z } from 'zod'
import { openDns } from '../../connectors/dns.ts'
import { type FetchOutside, openFetcher } from '../../connectors/fetching.ts'
import { Instant } from '../../platform/instant.ts'
import { type Route, raw, route } from '../../platform/routes.ts'
import { blobsAway } from '../../platform/speaking.ts'
import { distrustImageSender, imageSendersFull, listImageSenders, trustImageSender } from './imageSenders.ts'
import { noPreview, previewAttachment } from './previewing.ts'
import { imagesFetchedBy, tooManyImages } from './remoteImages.ts'

const ById = z.object({ id: z.uuid() })
const ImageSender = z.object({ id: z.string(), address: z.string(), created_at: Instant }).meta({ id: 'ImageSender' })

/** Pictures of mails: those that hang on them, and those that lie elsewhere. */
export const imageRoutesWith = (fetchOutside: FetchOutside): Route[] => [
  route('GET  /tickets/:id/messages/:message_id/images/:n', {
    says: 'A remote image of a message, by its place in it, fetched for the reader; a grey dot when it cannot be had.',
    name: 'readRemoteImage',
    sends: 'image/*',
    refuses: [tooManyImages],
    may: 'ticket.see',
    in: ById.extend({ message_id: z.uuid(), n: z.coerce.number().int().min(0).max(100_000) }),
    out: raw,
    run: imagesFetchedBy(fetchOutside),
  }),
  route('GET  /tickets/:id/attachments/:attachment_id/preview', {
    says: 'An attached picture (PNG, JPEG, GIF, WebP) for a page to show; anything else has none.',
    name: 'previewAttachment',
    sends: 'image/*',
    refuses: [noPreview, blobsAway],
    may: 'ticket.see',
    in: ById.extend({ attachment_id: z.uuid() }),
    out: raw,
    run: previewAttachment,
  }),
  route('GET  /me/image-senders', {
    says: 'Senders whose remote images one sees without being asked.',
    name: 'listImageSenders',
    may: 'ticket.see',
    in: z.object({}),
    out: z.object({ items: z.array(ImageSender) }),
    run: async (tx) => ({ items: await listImageSenders(tx) }),
  }),
  route('POST /me/image-senders', {
    says: 'See the remote images of a sender at once from now on.',
    name: 'trustImageSender',
    refuses: [imageSendersFull],
    may: 'ticket.see',
    status: 201,
    in: z.object({ address: z.string().trim().min(3).max(320) }),
    out: ImageSender,
    run: trustImageSender,
  }),
  route('DELETE /me/image-senders/:id', {
    says: 'Be asked again before the images of a sender are loaded.',
    may: 'ticket.see',
    in: ById,
    out: null,
    run: distrustImageSender,
  }),
]

export const imageRoutes = imageRoutesWith(openFetcher({ ask: openDns() }))
