/** Runs `task` after `ms` unless the returned function is called first. The platform's timer, as an argument. */
export type Schedule = (task: () => void, ms: number) => () => void;

/** Never throws: where the platform's timers fail, nothing runs later, and nothing else is harmed. */
export const platformSchedule: Schedule = (task, ms) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    timer = setTimeout(task, ms);
  } catch {
    // no deadline, then
  }
  return () => {
    try {
      clearTimeout(timer);
    } catch {
      // its task finds nothing left to do
    }
  };
};
