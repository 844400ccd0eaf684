export { createSendMail, type Mail, mailTasks, queueMail, type SendMail } from './mail.ts'
