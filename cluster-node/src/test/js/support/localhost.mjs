// Loaded before everything else: hosts under the dev domain are at 127.0.0.1, which not every resolver knows. Node's own
// fetch looks names up here.
import dns from 'node:dns';

const lookup = dns.lookup;

dns.lookup = (hostname, options, callback) => {
  if (!hostname.endsWith(`.${process.env.PRYSM_DOMAIN}`)) {
    return lookup(hostname, options, callback);
  }
  const done = callback ?? options;
  process.nextTick(() =>
    options?.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
  );
};
