export {
  addJob,
  freeStuckJobs,
  type JobOptions,
  type JobRequest,
  startJobs,
  type TaskList,
} from './jobs.ts'
