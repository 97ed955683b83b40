// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fieldHtml, paymentPage, shippingPage } from '../../../demo-store/pages/plain/checkout-pages.ts';
import { showHelp } from '../../../demo-store/pages/plain/help-card.ts';
import { html } from '../../../demo-store/pages/plain/html.ts';
import { ADDRESS_FORM, EXAMPLE_ADDRESS } from '../../../demo-store/pages/shared/field-list.ts';
import { HELP_IDS, HELP_TEXTS } from '../../../demo-store/pages/shared/help-texts.ts';

const calls = () => ({ dismiss: vi.fn(), acted: vi.fn() });
const press = (card: HTMLElement, name: string): void =>
  [...card.querySelectorAll('button')].find((button) => button.textContent === name)?.click();

afterEach(() => document.body.replaceChildren());

describe('a help card', () => {
  it.each(HELP_IDS)('%s says what it is, and can be sent away', (id) => {
    document.body.innerHTML = paymentPage().html;
    const call = calls();
    const card = showHelp(id, call);
    expect(card.isConnected).toBe(true);
    expect(card.getAttribute('aria-label')).toBe(HELP_TEXTS[id].title);
    expect(card.closest('[role="status"]')).not.toBeNull();
    card.querySelector<HTMLButtonElement>('.close')?.click();
    expect(card.isConnected).toBe(false);
    expect(call.dismiss).toHaveBeenCalledTimes(1);
    expect(call.acted).not.toHaveBeenCalled();
  });

  it('form-help shows an example beside every field, and fills one in on request', () => {
    document.body.innerHTML = shippingPage().html;
    expect(document.querySelectorAll('.hint[hidden]')).toHaveLength(ADDRESS_FORM.length);
    const call = calls();
    press(showHelp('form-help', call), 'Fill in an example');
    expect(document.querySelectorAll('.hint[hidden]')).toHaveLength(0);
    for (const { name } of ADDRESS_FORM) {
      expect((document.getElementById(`f-${name}`) as HTMLInputElement).value).toBe(EXAMPLE_ADDRESS[name]);
    }
    expect(call.acted).toHaveBeenCalledTimes(1);
  });

  it('payment-options opens the other ways to pay, and chooses one on request', () => {
    document.body.innerHTML = paymentPage().html;
    expect(document.querySelectorAll('[data-part="other-way"][hidden]')).toHaveLength(2);
    const call = calls();
    press(showHelp('payment-options', call), 'Pay by invoice');
    expect(document.querySelectorAll('[data-part="other-way"][hidden]')).toHaveLength(0);
    expect(document.querySelector<HTMLInputElement>('input[value="invoice"]')?.checked).toBe(true);
    expect(call.acted).toHaveBeenCalledTimes(1);
  });

  it('chat-offer answers in its own box', () => {
    document.body.innerHTML = paymentPage().html;
    const call = calls();
    const card = showHelp('chat-offer', call);
    press(card, 'Start a chat');
    expect(card.textContent).toContain('We have rung the bell');
    expect(call.acted).toHaveBeenCalledTimes(1);
  });
});

describe('the plain pages', () => {
  it('escape whatever is put into them', () => {
    expect(html`<p title="${'"><script>'}">${'<b>&'}</p>`.html).not.toMatch(/<script>|<b>|&[^#]/);
  });

  it('tie every field to its label, its hint and its error', () => {
    for (const spec of ADDRESS_FORM) {
      document.body.innerHTML = fieldHtml(spec).html;
      const control = document.querySelector('input, select');
      const label = document.querySelector('label');
      expect(label?.getAttribute('for')).toBe(control?.id);
      for (const id of control?.getAttribute('aria-describedby')?.split(' ') ?? []) {
        expect(document.getElementById(id)).not.toBeNull();
      }
    }
  });
});
