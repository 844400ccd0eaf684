export { addJob, type JobOptions, type JobRequest, startJobs, type TaskList } from './jobs.ts'
