import type { Route } from '../../src/platform/routes.ts'
import { paramsOf } from './sample.ts'

/**
 * Whose row each parameter of a path names, as a query of one organisation; $1 is the parameter before it. The end of the path
 * decides, the longest that is here. A route with a parameter that is not here fails the proof: add its line.
 */
const places: Record<string, string> = {
  'tickets/:id': `select t.id from ticket t join message m on m.ticket_id = t.id join attachment a on a.message_id = m.id order by t.id limit 1`,
  'messages/:message_id': `select id from message where ticket_id = $1 and direction = 'in' order by id limit 1`,
  'messages/:message_id/retry': `select message_id as id from delivery where ticket_id = $1 and status = 'failed' limit 1`,
  'messages/:message_id/cancel': `select d.message_id as id from delivery d join message m on m.id = d.message_id where d.ticket_id = $1 and d.status = 'queued' and m.author_user_id is not null order by d.id limit 1`,
  'messages/:message_id/send-now': `select message_id as id from delivery where ticket_id = $1 and status = 'queued' order by id limit 1`,
  'messages/:message_id/declare-sent': `select message_id as id from delivery where ticket_id = $1 and status = 'unsure' limit 1`,
  'messages/:message_id/look': `select message_id as id from delivery where ticket_id = $1 and status = 'unsure' limit 1`,
  'attachments/:attachment_id': `select a.id from attachment a join message m on m.id = a.message_id where m.ticket_id = $1 limit 1`,
  'attachments/:attachment_id/preview': `select a.id from attachment a join message m on m.id = a.message_id where m.ticket_id = $1 order by a.position limit 1`,
  'uploads/:id': `select id from upload order by id limit 1`,
  'me/image-senders/:id': `select id from image_sender limit 1`,
  'acknowledging/:id': `select id from mailbox order by created_at limit 1`,
  'ops/failed-mails/:id': `select id from occurrence where state = 'failed' limit 1`,
  'mailboxes/:id': `select mailbox_id as id from connection limit 1`,
  'identities/:identity_id': `select id from send_identity where removed_at is null and verified_at is not null and mailbox_id = $1 order by id limit 1`,
  'visits/:visit_id': `select id from oauth_visit limit 1`,
  'ops/jobs/:id': `select id from dead_letters(null, null, null, 1)`,
  'ops/replays/:id': `select id from replay_run where kind = 'look' limit 1`,
  'ops/replays/:id/pause': `select id from replay_run where kind = 'upgrade' limit 1`,
  'ops/replays/:id/resume': `select id from replay_run where kind = 'upgrade' limit 1`,
  'ops/replays/:id/cancel': `select id from replay_run where kind = 'upgrade' limit 1`,
  'ops/messages/collisions/:id': `select id from collision limit 1`,
  'senders/blocked/:id': `select id from blocked_sender order by id limit 1`,
  'outbox/:id': `select id from delivery where raw is not null limit 1`,
  'users/:id': `select id from app_user where email like 'spare%'`,
  'users/invitations/:id': `select id from invitation where accepted_at is null limit 1`,
  'me/sessions/:id': `select id from session limit 1`,
  'new-mails/:id': `select id from new_mail order by id limit 1`,
  'macros/:id': `select id from macro order by id limit 1`,
  'tokens/:id': `select id from api_token where name like 'spare%' limit 1`,
}

/** Rows that only the person they belong to has; for colleagues they are missing like foreign ones. */
export const isPersonal = ({ path }: Route): boolean =>
  /^\/(me\/sessions|me\/image-senders|tokens|uploads|macros|new-mails)\/:id(\/filled)?$/.test(path)

/** Parameters that are words, not ids. */
const words: Record<string, string> = { 'drafts/:kind': 'note', 'images/:n': '0' }

/** Fields of a body or a query that take an id. */
const fields: Record<string, string> = {
  assignee_user_id: `select id from app_user where role = 'agent' limit 1`,
  mailbox_id: `select mailbox_id as id from connection limit 1`,
  into_ticket_id: `select t.id from ticket t where t.merged_into is null order by
    exists (select from message m join attachment a on a.message_id = m.id where m.ticket_id = t.id), t.id limit 1`,
  job_ids: `select id from dead_letters(null, null, null, 1)`,
  mailbox_ids: `select id from mailbox order by created_at limit 1`,
  mentions: `select id from app_user where role = 'agent' limit 1`,
  message_ids: `select id from message where direction = 'note' order by id limit 1`,
  ticket_id: `select id from ticket where merged_into is null order by id limit 1`,
  off_mailbox_ids: `select id from mailbox limit 1`,
  message_id: `select m.id from message m join attachment a on a.message_id = m.id order by m.ticket_id, m.id limit 1`,
  attachment_ids: `select a.id from attachment a join message m on m.id = a.message_id order by m.ticket_id, m.id limit 1`,
  upload_ids: `select id from upload order by id limit 1`,
  seen: `select id from message where direction = 'note' order by id limit 1`,
  user_ids: `select id from app_user where role = 'agent' limit 1`,
  identity_id: `select id from send_identity where removed_at is null order by id limit 1`,
  default_identity_id: `select id from send_identity where removed_at is null order by id limit 1`,
  draft_id: `select id from new_mail order by id limit 1`,
  user_id: `select id from app_user where role = 'agent' limit 1`,
}

export type Place = { param: string; word: string } | { param: string; sql: string }

/** Where each parameter of this route's path leads. */
export function placesOf(route: Route): Place[] {
  return paramsOf(route).map((param) => {
    const end = route.path.slice(1)
    const upTo = end.slice(0, end.indexOf(`:${param}`) + param.length + 1)
    for (const path of [end, upTo]) {
      for (const parts = path.split('/'); parts.length > 1; parts.shift()) {
        const key = parts.join('/')
        if (!key.split('/').includes(`:${param}`)) continue
        if (words[key]) return { param, word: words[key] }
        if (places[key]) return { param, sql: places[key] }
      }
    }
    throw new Error(`${route.path}: say in test/proof/places.ts which row :${param} names.`)
  })
}

export function fieldPlace(route: Route, name: string): string {
  if (!fields[name]) throw new Error(`${route.path}: say in test/proof/places.ts which row the field ${name} names.`)
  return fields[name]
}
