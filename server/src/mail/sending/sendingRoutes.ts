import { z } from 'zod'
import { undoSecondsOf } from '../../auth/index.ts'
import { type Route, raw, route } from '../../platform/routes.ts'
import { blobsAway } from '../../platform/speaking.ts'
import {
  forgetUpload,
  inShadow,
  mergedAway,
  newMailChanged,
  nobodyToAnswer,
  noMailbox,
  Outbound,
  Replying,
  recipientsMax,
  SendingLimits,
  Suggesting,
  Suggestions,
  sendReply,
  suggestRecipients,
  TicketView,
  threadChanged,
  Uploading,
  UploadView,
  uploadTooLarge,
  writeTo,
} from '../../tickets/index.ts'
import { cleanWritten } from './cleaningWritten.ts'
import { downloadUpload, takeUpload, uploadView } from './takingUploads.ts'

const ById = z.object({ id: z.uuid() })

export const sendingRoutes: Route[] = [
  route('POST /tickets/:id/replies', {
    says: 'Answer by mail, or hand a message on: to the requester, or to whom is named.',
    name: 'sendReply',
    may: 'ticket.reply',
    in: Replying,
    out: TicketView,
    refuses: [noMailbox, nobodyToAnswer, inShadow, threadChanged, mergedAway],
    run: (tx, input, store) => sendReply(tx, cleanWritten(input), store),
    status: 201,
    idempotent: true,
  }),
  route('POST /tickets/outbound', {
    says: 'Write to somebody first: opens a ticket whose first message is ours.',
    name: 'writeTo',
    may: 'ticket.reply',
    in: Outbound,
    out: TicketView,
    refuses: [noMailbox, inShadow, newMailChanged],
    run: (tx, input, store) => writeTo(tx, cleanWritten(input), store),
    status: 201,
    idempotent: true,
  }),
  route('GET  /sending/limits', {
    says: 'How large a mail may be, and to how many it may go.',
    name: 'readSendingLimits',
    may: 'ticket.reply',
    in: z.object({}),
    out: SendingLimits,
    run: async (tx, _input, store) => ({
      bytes_max: store.config.mailOutBytesMax,
      recipients_max: recipientsMax,
      undo_seconds: await undoSecondsOf(tx, store),
    }),
  }),
  route('GET  /recipients', {
    says: 'People one may want to write to: who takes part in the ticket first, then contacts.',
    name: 'suggestRecipients',
    may: 'ticket.reply',
    in: Suggesting,
    out: Suggestions,
    run: suggestRecipients,
  }),
  route('POST /uploads', {
    says: 'A file to be sent with a mail: its bytes as the body, of any type. Kept for seven days.',
    name: 'keepUpload',
    may: 'ticket.reply',
    in: Uploading,
    out: UploadView,
    refuses: [uploadTooLarge, blobsAway],
    takes: takeUpload,
    run: async (_tx, { upload }) => uploadView(upload),
    status: 201,
  }),
  route('GET  /uploads/:id', {
    says: 'The bytes of an upload of yours.',
    name: 'downloadUpload',
    may: 'ticket.reply',
    in: ById,
    out: raw,
    refuses: [blobsAway],
    run: downloadUpload,
  }),
  route('DELETE /uploads/:id', {
    says: 'Forget an upload of yours.',
    name: 'forgetUpload',
    may: 'ticket.reply',
    in: ById,
    out: null,
    run: forgetUpload,
  }),
]
