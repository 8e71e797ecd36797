import type { Tag } from '../model.js';
import { anyObject, answer } from '../schema.js';

const ok = { const: 'ok' };

export const SERVICE: Tag = {
  name: 'service',
  description: 'About the service itself; needs no token.',
  routes: [
    {
      method: 'get',
      path: '/health/live',
      id: 'getLiveness',
      summary: 'Whether this process answers',
      permission: null,
      answers: { 200: { description: 'It does.', schema: answer({ status: ok }) } },
    },
    {
      method: 'get',
      path: '/health/ready',
      id: 'getReadiness',
      summary: 'Whether this process can do its work',
      permission: null,
      answers: { 200: { description: 'It can.', schema: answer({ status: ok, database: ok }) } },
      errors: ['not_ready'],
    },
    {
      method: 'get',
      path: '/openapi.json',
      id: 'getOpenApiDocument',
      summary: 'This document',
      permission: null,
      answers: { 200: { description: 'OpenAPI 3.1.', schema: anyObject() } },
    },
    {
      method: 'get',
      path: '/docs',
      id: 'getDocumentation',
      summary: 'This document for people',
      permission: null,
      answers: {
        200: { description: 'A page that loads nothing else.', schema: { type: 'string' }, mediaType: 'text/html' },
      },
    },
  ],
};
