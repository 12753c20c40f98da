import { type Desk, type Measured, measure } from './measuring.ts'

const words = 'My order has not arrived, although the tracking page says that it was delivered on Tuesday. '

/** Tickets by API, each with its number, contact, message, events and jobs in one commit. */
export function measureCreating(desk: Desk, clients: number): Promise<Measured> {
  return measure(desk, {
    clients,
    ask: (client, nth) =>
      client.post('/api/tickets', {
        subject: `Where is order ${nth}?`,
        body: words.repeat(6),
        // Four of five have written before.
        requester: {
          email: nth % 5 ? `customer${nth % 500}@example.com` : `new${nth}.${process.pid}@example.com`,
          name: 'Ada',
        },
      }),
  })
}
