import { errorResponses, errorSchemas } from './errors.js';
import { HEADERS } from './headers.js';
import type { OpenApiDocument, Operation, Tag } from './model.js';
import { operation } from './operation.js';
import { PARAMETERS, QUERY_SCHEMAS } from './parameters.js';
import { ANALYTICS_ROUTES } from './routes/analytics.js';
import { BUNDLES } from './routes/bundles.js';
import { DR_TESTS } from './routes/dr-tests.js';
import { EXECUTIONS } from './routes/executions.js';
import { FAILOVERS } from './routes/failovers.js';
import { NOTIFICATIONS } from './routes/notifications.js';
import { PLAN_VERSIONS } from './routes/plan-versions.js';
import { PLANS } from './routes/plans.js';
import { PROCEDURES } from './routes/procedures.js';
import { READINESS_ROUTES } from './routes/readiness.js';
import { PROTECTION_ROUTES } from './routes/protection.js';
import { SECRETS } from './routes/secrets.js';
import { SERVICE } from './routes/service.js';
import { TRIGGERS } from './routes/triggers.js';
import { ANALYTICS } from './schemas/analytics.js';
import { BUNDLE } from './schemas/bundle.js';
import { COMMON } from './schemas/common.js';
import { DR_TEST } from './schemas/dr-test.js';
import { EXECUTION } from './schemas/execution.js';
import { FAILOVER } from './schemas/failover.js';
import { NOTIFICATION } from './schemas/notification.js';
import { PLAN } from './schemas/plan.js';
import { PLAN_PARTS } from './schemas/plan-parts.js';
import { PROCEDURE } from './schemas/procedure.js';
import { READINESS } from './schemas/readiness.js';
import { PROTECTION } from './schemas/protection.js';
import { TRIGGER } from './schemas/trigger.js';

const TAGS: readonly Tag[] = [
  PLANS,
  PLAN_VERSIONS,
  READINESS_ROUTES,
  FAILOVERS,
  PROTECTION_ROUTES,
  TRIGGERS,
  EXECUTIONS,
  PROCEDURES,
  DR_TESTS,
  ANALYTICS_ROUTES,
  NOTIFICATIONS,
  SECRETS,
  BUNDLES,
  SERVICE,
];

const ABOUT = `Plans, failovers, recovery procedures and DR tests.

Errors have one form: \`{ "error": code, "message": text, "details": object }\`. A known address with another method is
answered with 405 \`method_not_allowed\`, an unknown one with 404 \`not_found\`. Texts with NUL or half of a surrogate
pair, more than 1,000 entries in a list or an object, and more than 32 levels are refused with 422.
Every answer carries X-Request-Id.`;

function paths(): OpenApiDocument['paths'] {
  const all: Record<string, Record<string, Operation>> = {};
  for (const { name, routes } of TAGS) {
    for (const route of routes) (all[route.path] ??= {})[route.method] = operation(name, route);
  }
  return all;
}

/** The API as OpenAPI 3.1. What it says is compared with the routes, the answers and docs/openapi.json by tests. */
export function openApiDocument(): OpenApiDocument {
  const routes = paths();
  return {
    openapi: '3.1.1',
    info: {
      title: 'Disaster Recovery Service',
      version: '0.1.0',
      description: ABOUT,
      contact: { name: 'Whoever runs this installation' },
      license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/', description: 'Where this document was got from.' }],
    tags: TAGS.map(({ name, description }) => ({ name, description })),
    paths: routes,
    components: {
      schemas: {
        ...COMMON,
        ...QUERY_SCHEMAS,
        ...PLAN,
        ...PLAN_PARTS,
        ...READINESS,
        ...FAILOVER,
        ...TRIGGER,
        ...EXECUTION,
        ...PROCEDURE,
        ...PROTECTION,
        ...DR_TEST,
        ...ANALYTICS,
        ...NOTIFICATION,
        ...BUNDLE,
        ...errorSchemas(),
      },
      parameters: PARAMETERS,
      headers: HEADERS,
      responses: errorResponses(routes),
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}
