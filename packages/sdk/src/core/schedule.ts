/** Runs `task` after `ms` unless the returned function is called first. The platform's timer, as an argument. */
export type Schedule = (task: () => void, ms: number) => () => void;

export const platformSchedule: Schedule = (task, ms) => {
  const timer = setTimeout(task, ms);
  return () => clearTimeout(timer);
};
