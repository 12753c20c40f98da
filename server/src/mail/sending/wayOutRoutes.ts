import { z } from 'zod'
import { SendFailed, type Step } from '../../connectors/mailOut.ts'
import { type Route, route } from '../../platform/routes.ts'
import type { Store } from '../../platform/store.ts'
import { inTx } from '../../platform/tx.ts'
import { inShadow } from '../../tickets/index.ts'
import { resumeWay } from './pausing.ts'
import { forgetWayOut, notOffered, readWayOut, setWayOut, Wanted, WayOutView, wayWith } from './settingWayOut.ts'
import { mailToOneself } from './tryingWayOut.ts'
import { openWay, type Way } from './wayOut.ts'

const ById = z.object({ id: z.uuid() })
const Steps = z
  .object({ ok: z.boolean(), steps: z.array(z.object({ step: z.string(), ok: z.boolean(), says: z.string() })) })
  .meta({ id: 'WayOutCheck' })

export const wayOutRoutes: Route[] = [
  route('GET /mailboxes/:id/way-out', {
    says: 'How the mail of a mailbox leaves: by which server or provider, how much of it, and what is wrong.',
    name: 'readWayOut',
    may: 'ops.see',
    in: ById,
    out: WayOutView,
    run: (tx, { id }, store) => readWayOut(tx, store, id),
  }),
  route('PUT /mailboxes/:id/way-out', {
    says: 'Let the mail of a mailbox leave by a server or provider of its own, or limit how much leaves.',
    name: 'setWayOut',
    refuses: [notOffered],
    may: 'mailbox.manage',
    in: ById.extend(Wanted.shape),
    out: WayOutView,
    run: async (tx, { id, ...wanted }, store) => {
      await setWayOut(tx, store, id, wanted)
      return readWayOut(tx, store, id)
    },
  }),
  route('DELETE /mailboxes/:id/way-out', {
    says: 'Let the mail of a mailbox leave by SMTP_URL again; its own server and password are forgotten.',
    name: 'forgetWayOut',
    may: 'mailbox.manage',
    in: ById,
    out: null,
    run: (tx, { id }) => forgetWayOut(tx, id),
  }),
  route('POST /mailboxes/:id/way-out/check', {
    says: 'Try the way out of a mailbox now, or with other settings before they are kept; with `to`, a mail is sent there. What waited leaves when it works.',
    name: 'checkWayOut',
    refuses: [notOffered, inShadow],
    may: 'mailbox.manage',
    in: ById.extend({
      settings: Wanted.optional(),
      to_me: z.boolean().default(false).meta({ description: 'Send a mail to the address of the mailbox itself.' }),
    }),
    out: Steps,
    run: async (tx, { id, settings, to_me }, store) => {
      const way = await wayWith(tx, store, id, settings)
      const mail = to_me ? await mailToOneself(tx, id) : undefined
      const { actor } = tx
      return async () => {
        const steps = await tried(store, way, mail)
        const ok = steps.every((one) => one.ok)
        if (ok && !settings) await inTx(store, actor, (later) => resumeWay(later, id))
        return { ok, steps }
      }
    },
  }),
]

/** What a server refuses is an answer here, not an error. */
async function tried(
  store: Store,
  way: Way,
  mail: Awaited<ReturnType<typeof mailToOneself>> | undefined,
): Promise<Step[]> {
  const failed = (step: string, error: unknown): Step => {
    if (!(error instanceof SendFailed)) throw error
    return { step, ok: false, says: error.message }
  }
  let out: ReturnType<typeof openWay>
  try {
    out = openWay(store, way)
  } catch (error) {
    return [failed('connect', error)]
  }
  if (!out) return [{ step: 'connect', ok: false, says: 'SMTP_URL is not set: mail is only shown on the outbox page.' }]
  try {
    const steps = await out.check()
    if (!mail || steps.some(({ ok }) => !ok)) return steps
    return await out.send(mail).then(
      ({ response }) => [
        ...steps,
        { step: 'mail', ok: true, says: `A mail to ${mail.to[0]} left. It says: “${response}”` },
      ],
      (error) => [...steps, failed('mail', error)],
    )
  } finally {
    out.close()
  }
}
