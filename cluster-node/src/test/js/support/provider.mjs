// A certified OpenID Provider of others (oidc-provider) on this machine, with its own pages for signing in.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import https from 'node:https';
import path from 'node:path';
import { after } from 'node:test';
import Provider from 'oidc-provider';

const tls = process.env.PRYSM_TLS;
const [cert, key] = await Promise.all(['console.pem', 'console.key'].map((file) => readFile(path.join(tls, file))));

// The port is in the issuer, so the listener comes first.
let answer = (request, response) => response.writeHead(503).end();
const server = https.createServer({ cert, key }, (request, response) => answer(request, response));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
after(() => {
  server.close();
  server.closeAllConnections();
});

export const provider = new URL(`https://127.0.0.1:${server.address().port}`);
export const CLIENT_ID = 'prysm';
export const CLIENT_SECRET = 'a-secret-between-the-two';

/** Begins, with us as its client: where we want people back is known once it is one of our providers. */
export function serve(redirectUri) {
  answer = new Provider(provider.origin, settings(redirectUri)).callback();
}

const settings = (redirectUri) => ({
  clients: [
    {
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code'],
      response_types: ['code'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
  ],
  pkce: { required: () => true },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'preferred_username'] },
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      email: `${id}@there.example`,
      email_verified: true,
      name: `${id} of there`,
      given_name: id,
      preferred_username: id,
    }),
  }),
  cookies: { keys: ['a key of a test'] },
  features: { devInteractions: { enabled: true } },
});
