export { type Mail, mailTasks, queueMail } from './mail.ts'
