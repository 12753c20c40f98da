import { startSmtpIn } from '../../connectors/smtpIn.ts'
import { loopback, within } from '../../platform/networks.ts'
import type { Store } from '../../platform/store.ts'
import { findMailbox } from '../mailbox.ts'
import { mailKeeper } from './keeping.ts'

/** Takes mail over SMTP for every mailbox of every organisation. */
export async function smtpServer(
  store: Store,
): Promise<{ port: number; isListening(): boolean; close(): Promise<void> }> {
  const { smtpPort, smtpHost, mailBytesMax, smtpTlsCert, smtpTlsKey, trustedRelays } = store.config
  const keeper = mailKeeper(store)
  let listening = true
  const server = await startSmtpIn({
    host: smtpHost,
    port: smtpPort,
    bytesMax: mailBytesMax,
    log: store.log,
    ...(smtpTlsCert && smtpTlsKey && { tls: { certFile: smtpTlsCert, keyFile: smtpTlsKey } }),
    isOurs: within([...loopback, ...trustedRelays]),
    onRecipient: async (address) => (await findMailbox(store, address)) !== undefined,
    onMail: (mail) => keeper.keep(mail),
  })
  return {
    port: server.port,
    isListening: () => listening,
    async close() {
      listening = false
      await server.close()
    },
  }
}
