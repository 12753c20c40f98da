export { sweepAlerts } from './alerting.ts'
export { measurer } from './measuring.ts'
export { routes } from './routes.ts'
