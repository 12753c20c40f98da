import { z } from 'zod'
import { openDns } from '../../connectors/dns.ts'
import { type Route, route } from '../../platform/routes.ts'
import { inTx } from '../../platform/tx.ts'
import { inShadow, refused } from '../../tickets/index.ts'
import { MailboxIdentities, mailboxOf, readIdentities, UsableIdentity, usableIdentities } from './identities.ts'
import { askGoogle, providerSaysNo, recordAccepted, wayToAsk } from './identitiesAsking.ts'
import { addIdentity, changeIdentity, removeIdentity, revokeIdentity, setSendingAs } from './identitiesChanging.ts'
import { Mailed, mailCode, orderCode, tooManyCodes, tryCode } from './identitiesVerifying.ts'
import { fromNames } from './identityNames.ts'
import { checkMailboxDomains } from './sendingDomains.ts'

const ById = z.object({ id: z.uuid() })
const OfIdentity = ById.extend({ identity_id: z.uuid() })
const name = z.string().trim().min(1, 'must not be empty').max(200)
const user_ids = z
  .array(z.uuid())
  .max(500)
  .nullable()
  .meta({ description: 'Who may write from it; null: everybody who may reply.' })
const WithMail = MailboxIdentities.extend({ mailed: Mailed.meta({ description: 'What became of the code.' }) }).meta({
  id: 'MailboxIdentitiesMailed',
})
const dns = openDns()
const revokedBy = 'An administrator revoked it.'

export const identitiesRoutes: Route[] = [
  route('GET /mailboxes/:id/identities', {
    says: 'The addresses a mailbox writes from besides its own, under which name, and what the DNS says of their domains.',
    name: 'readIdentities',
    may: 'ops.see',
    in: ById,
    out: MailboxIdentities,
    run: (tx, { id }) => readIdentities(tx, id),
  }),
  route('PUT /mailboxes/:id/identities', {
    says: 'Under which name a mailbox writes, and from which address unless another is named.',
    name: 'setSendingAs',
    may: 'mailbox.manage',
    in: ById.extend({ from_name: z.enum(fromNames), default_identity_id: z.uuid().nullable() }),
    out: MailboxIdentities,
    run: async (tx, { id, ...wanted }) => {
      await setSendingAs(tx, id, wanted)
      return readIdentities(tx, id)
    },
  }),
  route('POST /mailboxes/:id/identities', {
    says: 'Put an address on the list, and mail a code to it. Nothing leaves under it before the code came back.',
    name: 'addIdentity',
    may: 'mailbox.manage',
    refuses: [tooManyCodes, inShadow],
    in: ById.extend({
      address: z.string().trim().min(1, 'must not be empty').max(320),
      name,
      user_ids: user_ids.default(null),
    }),
    out: WithMail,
    status: 201,
    run: async (tx, { id, ...added }, store) => {
      const ordered = await orderCode(tx, store, { mailboxId: id, identityId: await addIdentity(tx, id, added) })
      const view = await readIdentities(tx, id)
      return async () => ({ ...view, mailed: await mailCode(store, ordered) })
    },
  }),
  route('PATCH /mailboxes/:id/identities/:identity_id', {
    says: 'Call an address otherwise, or let others write from it.',
    name: 'changeIdentity',
    may: 'mailbox.manage',
    in: OfIdentity.extend({ name: name.optional(), user_ids: user_ids.optional() }).refine(
      (wanted) => wanted.name !== undefined || wanted.user_ids !== undefined,
      { path: ['name'], message: 'there must be something to change' },
    ),
    out: MailboxIdentities,
    run: async (tx, { id, identity_id, ...wanted }) => {
      await changeIdentity(tx, { mailboxId: id, identityId: identity_id }, wanted)
      return readIdentities(tx, id)
    },
  }),
  route('DELETE /mailboxes/:id/identities/:identity_id', {
    says: 'Take an address from the list. What was written from it before still leaves.',
    name: 'removeIdentity',
    may: 'mailbox.manage',
    in: OfIdentity,
    out: MailboxIdentities,
    run: async (tx, { id, identity_id }) => {
      await removeIdentity(tx, id, identity_id)
      return readIdentities(tx, id)
    },
  }),
  route('POST /mailboxes/:id/identities/:identity_id/code', {
    says: 'Mail another code to an address; the one before is good no more.',
    name: 'mailIdentityCode',
    may: 'mailbox.manage',
    refuses: [tooManyCodes, inShadow],
    in: OfIdentity,
    out: WithMail,
    run: async (tx, { id, identity_id }, store) => {
      const ordered = await orderCode(tx, store, { mailboxId: id, identityId: identity_id })
      const view = await readIdentities(tx, id)
      return async () => ({ ...view, mailed: await mailCode(store, ordered) })
    },
  }),
  route('POST /mailboxes/:id/identities/:identity_id/verify', {
    says: 'Say the code that was mailed: from then on the mailbox may write from the address.',
    name: 'verifyIdentity',
    may: 'mailbox.manage',
    in: OfIdentity.extend({ code: z.string().max(40) }),
    out: MailboxIdentities,
    run: async (tx, { id, identity_id, code }, store) => {
      const { wrong } = await tryCode(tx, store, { mailboxId: id, identityId: identity_id, code })
      const view = await readIdentities(tx, id)
      // A refusal in here would undo that the try was counted.
      return async () => {
        if (wrong) throw refused([{ field: 'code', message: wrong }])
        return view
      }
    },
  }),
  route('POST /mailboxes/:id/identities/:identity_id/revoke', {
    says: 'Nothing leaves under an address any more, what waits neither, until it is verified again.',
    name: 'revokeIdentity',
    may: 'mailbox.manage',
    in: OfIdentity,
    out: MailboxIdentities,
    run: async (tx, { id, identity_id }) => {
      await revokeIdentity(tx, id, identity_id, revokedBy)
      return readIdentities(tx, id)
    },
  }),
  route('POST /mailboxes/:id/identities/ask-google', {
    says: 'Ask the Gmail account of a mailbox which addresses it may send from: those are verified, and put on the list.',
    name: 'askForIdentities',
    may: 'mailbox.manage',
    refuses: [providerSaysNo],
    in: ById,
    out: MailboxIdentities,
    run: async (tx, { id }, store) => {
      const way = await wayToAsk(tx, id)
      const { actor } = tx
      return async () => {
        const accepted = await askGoogle(store, way)
        return inTx(store, actor, async (later) => {
          await recordAccepted(later, id, accepted, { isAskedFor: true })
          return readIdentities(later, id)
        })
      }
    },
  }),
  route('POST /mailboxes/:id/identities/check-domains', {
    says: 'Ask the DNS now what it says of the domains a mailbox writes from: SPF, DKIM, DMARC.',
    name: 'checkSendingDomains',
    may: 'mailbox.manage',
    in: ById,
    out: MailboxIdentities,
    run: async (tx, { id }, store) => {
      await mailboxOf(tx, id)
      const { actor } = tx
      return async () => {
        await checkMailboxDomains(store, actor, id, dns)
        return inTx(store, actor, (later) => readIdentities(later, id))
      }
    },
  }),
  route('GET /sending/identities', {
    says: 'From which addresses you may write, the default first.',
    name: 'listUsableIdentities',
    may: 'ticket.reply',
    in: z.object({ mailbox_id: z.uuid().optional() }),
    out: z.object({ items: z.array(UsableIdentity) }),
    run: async (tx, { mailbox_id }) => ({ items: await usableIdentities(tx, mailbox_id) }),
  }),
]
