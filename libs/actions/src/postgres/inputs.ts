import { z } from 'zod';
import { LSN_PATTERN } from './lsn.js';

/** `secret://name` or `postgres://…`; whether it is one is known only once it is resolved. */
export const serverUrl = z.string().min(1, 'must be a postgres:// URL or secret://name');

export const lsn = z.string().regex(LSN_PATTERN, 'must be an LSN such as 0/3000060');
