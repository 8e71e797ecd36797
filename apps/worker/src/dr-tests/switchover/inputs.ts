import { z } from 'zod';

export const site = z.enum(['primary', 'secondary']);

export const ofPlan = {
  plan_id: z.string(),
  /** That the test is pinned to. */
  version: z.number().int().positive(),
};
