import MailComposer from 'nodemailer/lib/mail-composer'
import { smtpOut } from '../connectors/smtpOut.ts'
import type { Store } from '../platform/store.ts'
import type { Alert } from './alerting.ts'

const patienceMs = 10_000

export const hasListener = ({ config }: Store) => config.alertWebhookUrl !== undefined || config.alertMailTo.length > 0

/**
 * Tells all of them in one message, by each way that is set. Returns what went wrong when nobody could be told; when one way failed
 * and another did not, it is only logged, since telling again would tell the other twice.
 */
export async function tell(store: Store, alerts: readonly Alert[]): Promise<string | undefined> {
  const { alertWebhookUrl, alertMailTo } = store.config
  const ways = [
    ...(alertWebhookUrl ? [() => post(store, alertWebhookUrl, alerts)] : []),
    ...(alertMailTo.length > 0 ? [() => mail(store, alerts)] : []),
  ]
  const said = await Promise.allSettled(ways.map((way) => way()))
  const faults = said.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []))
  for (const err of faults) store.log.error({ err }, 'an alert could not be told')
  for (const { condition, subject } of alerts)
    store.log.warn({ condition, subject, told: said.length - faults.length }, 'alert')
  return faults.length === said.length ? faults[0]?.message : undefined
}

async function post(store: Store, url: string, alerts: readonly Alert[]): Promise<void> {
  const body = {
    text: textOf(store, alerts),
    alerts: alerts.map((alert) => ({
      condition: alert.condition,
      subject: alert.subject || null,
      state: stateOf(alert),
      says: alert.says,
      todo: alert.todo,
      since: alert.opened_at.toISOString(),
      over: alert.closed_at?.toISOString() ?? null,
      link: `${store.config.publicUrl}${alert.page}`,
    })),
  }
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMs),
  }).catch((cause) => {
    // The address is a secret with some receivers: whoever knows it may post.
    throw new Error('The receiver of ALERT_WEBHOOK_URL does not answer.', { cause })
  })
  await answer.body?.cancel()
  if (!answer.ok) throw new Error(`The receiver of ALERT_WEBHOOK_URL answered ${answer.status}.`)
}

async function mail(store: Store, alerts: readonly Alert[]): Promise<void> {
  const { smtpUrl, alertMailTo, alertMailFrom = alertMailTo[0]! } = store.config
  if (!smtpUrl) throw new Error('ALERT_MAIL_TO is set, but SMTP_URL is not.')
  const raw = await new MailComposer({
    from: { name: 'Docket', address: alertMailFrom },
    to: alertMailTo,
    subject: subjectOf(alerts),
    text: textOf(store, alerts),
    date: store.clock(),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  })
    .compile()
    .build()
  await smtpOut(smtpUrl).send({ from: alertMailFrom, to: [...alertMailTo], raw })
}

const stateOf = ({ closed_at, told_at }: Alert) => (closed_at ? 'over' : told_at ? 'still open' : 'open')

function subjectOf(alerts: readonly Alert[]): string {
  const open = alerts.filter(({ closed_at }) => !closed_at)
  const [first] = open.length > 0 ? open : alerts
  const more = alerts.length > 1 ? ` (and ${alerts.length - 1} more)` : ''
  return `Docket: ${open.length === 0 ? 'over: ' : ''}${first?.says ?? ''}${more}`
}

function textOf({ config }: Store, alerts: readonly Alert[]): string {
  const since = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  return alerts
    .map((alert) => {
      const { says, todo, page, opened_at, closed_at } = alert
      if (closed_at) return `Over: ${says} It lasted from ${since(opened_at)} to ${since(closed_at)}.`
      const again = stateOf(alert) === 'still open' ? 'Still: ' : ''
      return `${again}${says} Since ${since(opened_at)}. ${todo} ${config.publicUrl}${page}`
    })
    .join('\n')
}
