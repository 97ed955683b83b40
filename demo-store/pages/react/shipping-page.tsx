import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { FieldErrors } from '../../backend/shipping-form.ts';
import type { Address } from '../../backend/visitor.ts';
import { api } from '../shared/api.ts';
import { ADDRESS_FORM, COUNTRIES, type FieldSpec } from '../shared/field-list.ts';
import { CheckoutFrame } from './checkout-frame.tsx';
import { useHelp } from './help-context.tsx';
import { Link } from './link.tsx';
import { go } from './router.ts';

type FieldProps = {
  readonly spec: FieldSpec;
  readonly value: string;
  readonly error: string | undefined;
  readonly hint: boolean;
  readonly change: (value: string) => void;
};

const Field = ({ spec, value, error, hint, change }: FieldProps) => {
  const { name, label, optional, type, autocomplete, inputmode, width, example } = spec;
  const common = {
    id: `f-${name}`,
    name,
    autoComplete: autocomplete,
    'aria-describedby': `e-${name} h-${name}`,
    'aria-invalid': error === undefined ? undefined : true,
    required: optional !== true,
    value,
  } as const;
  return (
    <div className={`field ${width}`}>
      <label htmlFor={common.id}>
        {label} {optional === true && <small>(optional)</small>}
      </label>
      {type === 'select' ? (
        <select {...common} onChange={(event) => change(event.target.value)}>
          <option value="">Choose</option>
          {COUNTRIES.map(([code, country]) => (
            <option key={code} value={code}>
              {country}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...common}
          type={type}
          inputMode={inputmode}
          onChange={(event) => change(event.target.value)}
        />
      )}
      {hint && (
        <p className="hint" id={`h-${name}`}>
          {example}
        </p>
      )}
      {error !== undefined && (
        <p className="error" id={`e-${name}`}>
          {error}
        </p>
      )}
    </div>
  );
};

const EMPTY = Object.fromEntries(ADDRESS_FORM.map(({ name }) => [name, ''])) as Address;

export const ShippingPage = () => {
  const { shown, example } = useHelp();
  const [address, setAddress] = useState<Address>(EMPTY);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [note, setNote] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (example !== null) setAddress(example);
  }, [example]);
  useEffect(() => {
    if (Object.keys(errors).length > 0)
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setNote(null);
    const answer = await api.ship(address);
    setBusy(false);
    if (answer.ok) return go('/payment');
    setErrors(answer.body.fields ?? {});
    setNote(answer.body.message ?? 'Some of this needs another look.');
  };

  return (
    <CheckoutFrame page="shipping" heading="Where shall we send it?">
      <form ref={form} onSubmit={(event) => void submit(event)}>
        {note !== null && (
          <p className="formnote" role="alert">
            {note}
          </p>
        )}
        <div className="fields">
          {ADDRESS_FORM.map((spec) => (
            <Field
              key={spec.name}
              spec={spec}
              value={address[spec.name]}
              error={errors[spec.name]}
              hint={shown === 'form-help'}
              change={(value) => setAddress((before) => ({ ...before, [spec.name]: value }))}
            />
          ))}
        </div>
        <div className="formend">
          <Link to="/cart">Back to the basket</Link>
          <button className="btn" type="submit" aria-busy={busy}>
            Continue to payment
          </button>
        </div>
      </form>
    </CheckoutFrame>
  );
};
