import { z } from 'zod';

/** What HAProxy allows in names, and nothing that could end a command and begin another. */
export const haproxyName = z.string().regex(/^[A-Za-z0-9_.:-]+$/, 'must be a name of letters, digits and _ . : -');

export const haproxyAddress = z
  .string()
  .regex(/^(tcp:\/\/[^/\s]+:\d+|unix:\/\/\/\S+)$/, 'must be tcp://host:port or unix:///path');

/** Requested through the balancer, must answer 2xx. */
export const verifyUrl = z.url({ protocol: /^https?$/ });
