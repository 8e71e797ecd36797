import { runbook, step } from '#domain/testing/runbooks.js';
import { livePlanDocument } from '#domain/testing/plans.js';
import type { UnsignedBundle } from '../plan-bundle.js';
import { SigningKey } from '../signing-key.js';

export const KEY = new SigningKey(Buffer.alloc(32, 7));
export const OTHER_KEY = new SigningKey(Buffer.alloc(32, 8));
