// Through a provider of others: the buttons of the sign-in page, a first sign-in, and linking from the account page.
import { createUser, PHONE, admin, scenario } from './support/scenario.mjs';
import { CLIENT_ID, CLIENT_SECRET, provider, serve } from '../support/provider.mjs';

const idp = await admin('POST', '/idps', {
  type: 'oidc',
  name: 'The Others',
  issuer: provider.origin,
  client_id: CLIENT_ID,
  client_secret: CLIENT_SECRET,
  creation: 'any',
  enabled: false,
});
serve(idp.redirect_uri);

/** Offered while these scenarios run, and to no other. */
function federated(name, options, run) {
  scenario(name, { ...options, hosts: [provider.host] }, async (visitor) => {
    await admin('PATCH', `/idps/${idp.id}`, { enabled: true });
    try {
      await run(visitor);
    } finally {
      await admin('PATCH', `/idps/${idp.id}`, { enabled: false });
    }
  });
}

/** On the provider's own pages. */
async function signInThere(visitor, login) {
  await visitor.page.fill('[name="login"]', login);
  await visitor.page.fill('[name="password"]', 'any');
  await visitor.page.click('button[type="submit"]');
  await visitor.page.click('button[type="submit"]');
  await visitor.page.waitForURL(/\/ui\/account/);
  await visitor.look();
}

for (const [name, options] of Object.entries({ light: {}, dark: { colorScheme: 'dark' }, phone: { viewport: PHONE } })) {
  federated(`signs in through others: ${name}`, options, async (visitor) => {
    await visitor.open('/ui/login');
    await visitor.screenshot(`sign-in-with-providers-${name}`);
    await visitor.page.getByRole('link', { name: 'Continue with The Others' }).click();
    await signInThere(visitor, `heidi-${name}`);
    await visitor.sees(`heidi-${name} of there`);
  });
}

federated('links from the account page, and unlinks', {}, async (visitor) => {
  await visitor.open('/ui/login');
  await visitor.signIn(await createUser());
  await visitor.open('/ui/account/identities');
  await visitor.screenshot('account-identities-none');
  await visitor.page.getByRole('button', { name: 'Link The Others' }).click();
  await signInThere(visitor, 'ivan');
  await visitor.sees('The Others', 'ivan@there.example');
  await visitor.screenshot('account-identities');
  await visitor.press(visitor.page.getByRole('button', { name: 'Unlink The Others' }));
  await visitor.page.getByRole('button', { name: 'Link The Others' }).waitFor();
});
