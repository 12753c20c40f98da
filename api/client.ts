// Made by node bin/api.mjs from the routes of the server; do not edit.

import createClient, { type Client, type ClientOptions } from 'openapi-fetch'
import type { components, operations, paths } from './schema.ts'

export type { components, operations, paths }
type Schemas = components['schemas']
export type Acknowledgement = Schemas['Acknowledgement']
export type AcknowledgementText = Schemas['AcknowledgementText']
export type AcknowledgingMailbox = Schemas['AcknowledgingMailbox']
export type Address = Schemas['Address']
export type Attachment = Schemas['Attachment']
export type Authentication = Schemas['Authentication']
export type BalanceDay = Schemas['BalanceDay']
export type BalanceDifference = Schemas['BalanceDifference']
export type BalanceRun = Schemas['BalanceRun']
export type BlockedSender = Schemas['BlockedSender']
export type CancelledReply = Schemas['CancelledReply']
export type CodeMailed = Schemas['CodeMailed']
export type CollidingMail = Schemas['CollidingMail']
export type Collision = Schemas['Collision']
export type CollisionBackfill = Schemas['CollisionBackfill']
export type Connection = Schemas['Connection']
export type ConsentVisit = Schemas['ConsentVisit']
export type DeadLetter = Schemas['DeadLetter']
export type Delivery = Schemas['Delivery']
export type DeliveryRecipient = Schemas['DeliveryRecipient']
export type DeliveryStatus = Schemas['DeliveryStatus']
export type DomainLine = Schemas['DomainLine']
export type Draft = Schemas['Draft']
export type DraftKind = Schemas['DraftKind']
export type FailedMail = Schemas['FailedMail']
export type FilledMacro = Schemas['FilledMacro']
export type FilledWords = Schemas['FilledWords']
export type Identity = Schemas['Identity']
export type ImageSender = Schemas['ImageSender']
export type ImapGuess = Schemas['ImapGuess']
export type KeptDraft = Schemas['KeptDraft']
export type Language = Schemas['Language']
export type Macro = Schemas['Macro']
export type MailBalance = Schemas['MailBalance']
export type MailDifference = Schemas['MailDifference']
export type MailWebhook = Schemas['MailWebhook']
export type MailWebhookCall = Schemas['MailWebhookCall']
export type Mailbox = Schemas['Mailbox']
export type MailboxCheck = Schemas['MailboxCheck']
export type MailboxDay = Schemas['MailboxDay']
export type MailboxIdentities = Schemas['MailboxIdentities']
export type MailboxIdentitiesMailed = Schemas['MailboxIdentitiesMailed']
export type MailboxSync = Schemas['MailboxSync']
export type MailboxTurn = Schemas['MailboxTurn']
export type Match = Schemas['Match']
export type Me = Schemas['Me']
export type MessageSource = Schemas['MessageSource']
export type MessageToday = Schemas['MessageToday']
export type MessageView = Schemas['MessageView']
export type NewMail = Schemas['NewMail']
export type NewMailWebhook = Schemas['NewMailWebhook']
export type NewerMessage = Schemas['NewerMessage']
export type NotificationSettings = Schemas['NotificationSettings']
export type Notifications = Schemas['Notifications']
export type Occurrence = Schemas['Occurrence']
export type OpsOverview = Schemas['OpsOverview']
export type OutgoingMail = Schemas['OutgoingMail']
export type Permission = Schemas['Permission']
export type Problem = Schemas['Problem']
export type RecipientEvidence = Schemas['RecipientEvidence']
export type RecipientState = Schemas['RecipientState']
export type ReferredMessage = Schemas['ReferredMessage']
export type ReplayGroup = Schemas['ReplayGroup']
export type ReplayRun = Schemas['ReplayRun']
export type ReplayRunView = Schemas['ReplayRunView']
export type ReplayStage = Schemas['ReplayStage']
export type ReplayedChange = Schemas['ReplayedChange']
export type ReplyAll = Schemas['ReplyAll']
export type Role = Schemas['Role']
export type SendingLimits = Schemas['SendingLimits']
export type SentLook = Schemas['SentLook']
export type Signature = Schemas['Signature']
export type Stage = Schemas['Stage']
export type SuggestedRecipient = Schemas['SuggestedRecipient']
export type SyncStatus = Schemas['SyncStatus']
export type Threading = Schemas['Threading']
export type TicketCounts = Schemas['TicketCounts']
export type TicketEvent = Schemas['TicketEvent']
export type TicketLink = Schemas['TicketLink']
export type TicketPriority = Schemas['TicketPriority']
export type TicketRow = Schemas['TicketRow']
export type TicketStatus = Schemas['TicketStatus']
export type TicketView = Schemas['TicketView']
export type Undeliverable = Schemas['Undeliverable']
export type Undone = Schemas['Undone']
export type Upload = Schemas['Upload']
export type UsableIdentity = Schemas['UsableIdentity']
export type User = Schemas['User']
export type Verdict = Schemas['Verdict']
export type WayOut = Schemas['WayOut']
export type WayOutCheck = Schemas['WayOutCheck']

type Sent = { content: { 'application/json': unknown } }
/** What an operation takes: `BodyOf<'openTicket'>`. */
export type BodyOf<O extends keyof operations> = operations[O] extends { requestBody?: infer Body }
  ? NonNullable<Body> extends Sent
    ? NonNullable<Body>['content']['application/json']
    : never
  : never
/** What an operation asks for in its address: `QueryOf<'listTickets'>`. */
export type QueryOf<O extends keyof operations> = NonNullable<operations[O]['parameters']['query']>
/** What an operation answers: `AnswerOf<'listTickets'>`. */
export type AnswerOf<O extends keyof operations> = {
  [S in keyof operations[O]['responses']]: S extends 200 | 201 | 202
    ? operations[O]['responses'][S] extends Sent
      ? operations[O]['responses'][S]['content']['application/json']
      : never
    : never
}[keyof operations[O]['responses']]

export type Docket = Client<paths>

type Read = { [P in keyof paths]: paths[P] extends { get: { parameters: { path: infer Ids } } } ? Ids : never }
/** Where something lies that a page links to: `addressOf('/ops/failed-mails/{id}/raw', { id })`. */
export const addressOf = <P extends keyof Read>(path: P, ids: Read[P]): string =>
  `/api${path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(ids[name as keyof Read[P]])))}`

/** The typed client. In a page of Docket itself the address may be left out. */
export const docket = (options: ClientOptions = {}): Docket => createClient<paths>({ baseUrl: '/api', ...options })
