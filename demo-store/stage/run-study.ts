import { Fault } from '@causeway/contract';
import { forkScript } from './fork-script.ts';
import type { StudyJob, StudyMessage } from './study-job.ts';
import type { LearnedRelease } from './study-process.ts';

export type RunStudy = (job: StudyJob, onStage: (stage: string) => void) => Promise<LearnedRelease>;

/** Runs a turn in a child process; `signal` ends it. Rejects with the fault that the child met. */
export const runStudy =
  (signal: AbortSignal): RunStudy =>
  (job, onStage) =>
    new Promise((resolve, reject) => {
      const child = forkScript('./study-process.ts', signal);
      const fail = (message: string) => reject(new Fault('internal', 'study', message));
      child.on('message', (message: StudyMessage) => {
        if (message.kind === 'stage') onStage(message.stage);
        else if (message.kind === 'done') resolve(message.learned);
        else fail(message.message);
      });
      child.on('error', (error) => fail(error.message));
      child.on('exit', (code) => fail(`the study ended with code ${code}`));
      child.send(job);
    });
