/** Where each route is. Apart from the rest of the routes' table, so that a page carries these few texts alone. */
export const PATHS = {
  profile: '/v1/profile',
  decision: '/v1/decision',
  log: '/v1/log',
  outcome: '/v1/outcome',
  release: '/v1/release/',
  health: '/v1/health',
  jwks: '/v1/jwks',
  publish: '/v1/admin/release',
  profiles: '/v1/admin/profiles',
  rollback: '/v1/admin/rollback',
  budget: '/v1/admin/budget',
  erase: '/v1/admin/erase',
  metrics: '/v1/admin/metrics',
} as const;
