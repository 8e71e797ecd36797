import { z } from 'zod';
import type { Action } from '#engine/ports.js';
import { EffectMissingError } from '../errors.js';
import { inputParser } from '../parse-inputs.js';
import type { SecretResolver } from '../ports.js';
import { canonicalValue } from './message.js';
import { nameServer, recordName, recordSchema } from './inputs.js';

const schema = recordSchema.extend({
  /** Values that the name may have now; another one means that somebody else has moved it. */
  known_values: z.array(z.string()).min(1).max(10),
});
type Inputs = z.output<typeof schema>;

/** Values that no name points to; two of each, of which one at least is not the name's. */
const NOBODYS = {
  A: ['0.0.0.0', '0.0.0.1'],
  AAAA: ['100::', '100::1'],
  CNAME: ['nobody.invalid', 'nobody-else.invalid'],
} as const;

/** Asks whether the name could be moved now: the server answers for the zone, takes our key, and knows the name as we do. */
export function dnsCheck(secrets: SecretResolver): Action<Inputs> {
  return {
    name: 'dns.check',
    parse: inputParser('dns.check', schema),
    probe: () => Promise.resolve({ answer: 'not_done' }),

    async apply(inputs, { signal }) {
      const server = await nameServer(inputs, secrets, signal);
      const record = recordName(inputs);
      if (!(await server.isAuthoritative(record.zone))) {
        throw new EffectMissingError(`${inputs.server} does not answer for ${record.zone}`, { zone: record.zone });
      }
      const { values, ttl } = await server.read(record);
      await server.tryUpdate(
        record,
        NOBODYS[inputs.type].find((value) => !values.includes(value))!,
      );
      const known = inputs.known_values.map((value) => canonicalValue(inputs.type, value));
      const strangers = values.filter((value) => !known.includes(value));
      if (strangers.length > 0) {
        throw new EffectMissingError(`${record.name} is ${strangers.join(', ')}, which the plan does not know`, {
          name: record.name,
          values,
        });
      }
      return { name: record.name, values, ttl };
    },

    verify: () => Promise.resolve({}),
  };
}
