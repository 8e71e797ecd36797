import type { Tag } from '../model.js';
import { request, text } from '../schema.js';

export const SECRETS: Tag = {
  name: 'secrets',
  description: 'Can be written and never read; plans refer to them as secret://name.',
  routes: [
    {
      method: 'put',
      path: '/disaster-recovery/secrets/{name}',
      id: 'putSecret',
      summary: 'Write a secret',
      permission: 'secret.write',
      body: { schema: request({ value: text(65_536) }), required: true },
      answers: { 204: { description: 'Written.' } },
      errors: ['validation_failed'],
    },
  ],
};
