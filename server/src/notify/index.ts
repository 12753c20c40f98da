export { mailInvitation, mailPasswordChanged, mailReset, mailSecondFactorChanged } from './mailing.ts'
export { routes } from './routes.ts'
export { sendSystemMail } from './systemMail.ts'
