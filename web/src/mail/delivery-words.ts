import type { DeliveryStatus } from '@docket/api'

export const deliveryWords: Record<DeliveryStatus, string> = {
  queued: 'Queued',
  sending: 'Sending',
  sent: 'Sent',
  failed: 'Failed',
  unsure: 'Perhaps sent',
  cancelled: 'Taken back',
}

export const deliveryTone = {
  queued: 'quiet',
  sending: 'quiet',
  sent: 'good',
  failed: 'danger',
  unsure: 'note',
  cancelled: 'quiet',
} as const satisfies Record<DeliveryStatus, string>
