/** What a column of the warehouse says about people. `pseudonym` names one; `linked` belongs to one through it; `none` does not. */
export type FieldClass = {
  readonly about: 'pseudonym' | 'linked' | 'none';
  /** special care: may tell of health, means or vulnerability, or drive a decision about money */
  readonly sensitive: boolean;
  readonly purpose: string;
};

const linked = (purpose: string, sensitive = false): FieldClass => ({ about: 'linked', sensitive, purpose });
const none = (purpose: string): FieldClass => ({ about: 'none', sensitive: false, purpose });
const pseudonym = (purpose: string): FieldClass => ({ about: 'pseudonym', sensitive: false, purpose });

/** Columns by name; the same name means the same in every table. What is not here is shown as unclassified. */
export const FIELD_REGISTER: Readonly<Record<string, FieldClass>> = {
  subject: pseudonym('keyed hash made by the shop’s server, or a random name'),
  person: pseudonym('key of a person, made from pseudonyms by rules'),
  token: pseudonym('SHA-256 of what was erased, so that it stays out'),
  session: linked('one visit'),
  id: linked('name of a line: makes it count once'),
  decision: linked('name of a decision'),
  redeemed_decision: linked('which offer was redeemed'),
  record: linked('the decision whole: state, distribution, draw', true),
  at_ms: linked('when'),
  received_at: linked('when it arrived'),
  first_outcome_at: linked('when its first outcome came'),
  step: linked('place in the visit'),
  place: linked('place in the step'),
  until_ms: none('lines received until then stay out'),
  rule: linked('why an identifier is a person'),
  first_at: linked('first seen'),
  last_at: linked('last seen'),
  stage: linked('stage of the journey'),
  point: linked('decision point'),
  closed_by: linked('what ended the step'),
  end: linked('how the visit ended'),
  kind: linked('kind of friction fact'),
  role: linked('role of the element, never its text'),
  value: linked('size of the fact, never what was typed'),
  unit: none('unit of the value'),
  cart_items: linked('basket'),
  cart_cents: linked('basket'),
  revenue_cents: linked('order', true),
  margin_cents: linked('order', true),
  redeemed_cents: linked('incentive money', true),
  reward: linked('net margin', true),
  converted: linked('did the visit end in an order'),
  discount: linked('an incentive was shown'),
  mobile: linked('device class'),
  known: linked('the shop vouches for the person'),
  known_before: linked('has been here before'),
  elapsed_ms: linked('time in the visit'),
  friction_index: linked('friction of the step', true),
  smoothed: linked('friction so far', true),
  hazard: linked('chance of leaving', true),
  survival: linked('chance of still being here'),
  action: linked('what was done', true),
  propensity: linked('probability of it'),
  mode: linked('how it was decided'),
  granted: linked('was the incentive granted'),
  event: linked('rendered, seen, dismissed, acted'),
  result: linked('did the question get an answer'),
  took_ms: linked('how long it took'),
  counts: linked('lines that were dropped'),
  type: linked('order, return or support'),
  reason: none('why a row was refused'),
  model: none('page model in force'),
  release: none('release in force'),
  worker: none('version of the worker'),
  source: none('who wrote the line'),
};

/** φ has a column a feature. */
export const fieldClass = (column: string): FieldClass | null =>
  /^phi_\d+$/.test(column) ? linked('friction feature of the step', true) : (FIELD_REGISTER[column] ?? null);
