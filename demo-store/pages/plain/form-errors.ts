import { part } from './dom.ts';

/** Shows what is wrong under each field, and takes the reader to the first. Fields not named are cleared. */
export const showErrors = (
  form: HTMLFormElement,
  errors: Readonly<Record<string, string | undefined>>,
): void => {
  let first: HTMLElement | null = null;
  for (const control of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>(
    '.field input, .field select',
  )) {
    const message = errors[control.name];
    const line = document.getElementById(`e-${control.name}`);
    if (line !== null) {
      line.textContent = message ?? '';
      line.hidden = message === undefined;
    }
    if (message === undefined) control.removeAttribute('aria-invalid');
    else {
      control.setAttribute('aria-invalid', 'true');
      first ??= control;
    }
  }
  first?.focus();
};

export const showNote = (text: string | null): void => {
  const note = part('note');
  if (note === null) return;
  note.textContent = text ?? '';
  note.hidden = text === null;
};

/** Marks a button as busy while `work` runs, and keeps it from starting twice. */
export const whileBusy = async (button: HTMLElement | null, work: () => Promise<void>): Promise<void> => {
  if (button?.getAttribute('aria-busy') === 'true') return;
  button?.setAttribute('aria-busy', 'true');
  try {
    await work();
  } finally {
    button?.removeAttribute('aria-busy');
  }
};
