export {
  type Acknowledgement,
  acknowledgeMessage,
  declineMessages,
  type Opener,
  openersAmong,
} from './acknowledging.ts'
export * from './attaching.ts'
export { authenticateMessages, sendersOf } from './authenticating.ts'
export { deliveryReturned, type ReturnedDelivery, recordReport } from './bouncing.ts'
export { foldCounts } from './counting.ts'
export * from './delivering.ts'
export { deliveryFigures } from './deliveryFigures.ts'
export {
  acknowledgementDeclined,
  acknowledgementQueued,
  deliveryBounced,
  deliveryChanged,
  messageAuthenticated,
  messageReceived,
  messageRecovered,
  noteAdded,
  replyCancelled,
  replyHastened,
  replyQueued,
  senderApproved,
  senderHeld,
  ticketChanged,
  ticketLinked,
  ticketMerged,
  ticketOpened,
  ticketSplit,
  ticketUnmerged,
  ticketUnsplit,
  ticketWithdrawn,
} from './events.ts'
export { explainMessage, messageOfHeader } from './explaining.ts'
export { type Forwarded, forwardedMessage } from './forwarding.ts'
export { threadChanged } from './guarding.ts'
export { holdAnswer, leadsTo } from './holdingAnswers.ts'
export * from './identifying.ts'
export { linkTickets } from './linking.ts'
export { type Merging, mergeTickets, type Undone, unmergeTicket } from './merging.ts'
export { lockThreading } from './moving.ts'
export { newMailChanged } from './newMails.ts'
export * from './outbox.ts'
export { headingsOf, type Outcome, outcomesOf, suppressions } from './outcomes.ts'
export {
  type DeliveryOf,
  deliveryOfReturn,
  type OutgoingFile,
  outgoingFiles,
  recordMade,
  returnsElsewhere,
} from './outgoing.ts'
export { type Inbound, receiveMessages } from './receiving.ts'
export type { RecipientAnswer } from './recipientStates.ts'
export { readAddress, recipientsMax, refused } from './recipients.ts'
export { type DeliveryRecord, notRetryable, recordDelivery, requeueDelivery } from './recordingDeliveries.ts'
export { surfaceTickets } from './recovering.ts'
export { indexStep, indexWaiting, messageCount } from './reindexing.ts'
export { addNote, nobodyToAnswer, sendReply } from './replying.ts'
export { claimedNumber, lettersOf, mintReplyTag, verifyReplyTag } from './replyTag.ts'
export {
  countReadBefore,
  fingerprintsTaken,
  messagesNamed,
  type Reread,
  receivedMails,
  recordReread,
  rewriteMessages,
  type StoredMessage,
  storedMessages,
} from './rereading.ts'
export { routes } from './routes.ts'
export { revokedSince } from './sendingAs.ts'
export { Outbound, Replying, SendingLimits, Suggesting, Suggestions, Uploading, UploadView } from './sendingShapes.ts'
export * from './sentMails.ts'
export { notUnsure } from './settlingDoubt.ts'
export { inShadow, mustNotBeInShadow, mustNotStandInShadow, shadowOver, shadowSays, stopWaiting } from './shadowing.ts'
export { Authentication, DeliveryStatus, Id, Status, TicketView, Verdict, Via } from './shapes.ts'
export { messageForSource, type SourceOf } from './sources.ts'
export { type Moved, moveBackFromSpam, moveToSpam } from './spamming.ts'
export { ticketsForStitching } from './stitchingFacts.ts'
export { suggestRecipients } from './suggesting.ts'
export {
  type Arrival,
  arrivalOf,
  assignmentOf,
  noteOf,
  type TicketToTell,
  ticketToTell,
  type WordsToTell,
  wordsToTell,
} from './telling.ts'
export { type Facts, linksOf, recentTicketsOf, type ThreadLink, threadFacts } from './threading.ts'
export { type Named, ticketMerged as mergedAway, type Upload } from './ticket.ts'
export { forgetUpload, keepUpload, keepUploads, sweepUploads, uploadOf, uploadTooLarge } from './uploading.ts'
export { type WordsAbout, wordsAbout } from './wordsAbout.ts'
export { noMailbox } from './writingOut.ts'
export { writeTo } from './writingTo.ts'
