import { z } from 'zod';

const name = z.string().min(1).max(63);

/** Who looks at a restored cluster, and in which of its databases. */
export const loginInputs = {
  user: name.default('postgres'),
  database: name.default('postgres'),
};
