// Signing in and out, in every language and light, with and without scripts.
import assert from 'node:assert/strict';
import { CALLBACK, PHONE, authorizationRequest, createUser, issuer, registerApp, scenario, somebody } from './support/scenario.mjs';

const LANGUAGES = {
  'en-GB': ['Sign in', 'to continue to Shop', 'User name', 'That user name and password do not match.'],
  'es-MX': ['Iniciar sesión', 'para continuar en Shop', 'Nombre de usuario', 'no coinciden'],
  'pt-BR': ['Entrar', 'para continuar em Shop', 'Nome de usuário', 'não conferem'],
};

const app = await registerApp();

for (const [locale, [title, lead, label, wrong]] of Object.entries(LANGUAGES)) {
  scenario(`signs in, in the browser's language ${locale}`, { locale }, async (visitor) => {
    await visitor.open(authorizationRequest(app));
    await visitor.sees(title, lead, label);
    assert.equal(await visitor.page.locator('html').getAttribute('lang'), locale.slice(0, 2));
    await visitor.screenshot(`sign-in-${locale.slice(0, 2)}`);

    await visitor.signIn({ username: 'nobody' }, 'not the password');
    await visitor.sees(wrong);
    assert.equal(await visitor.page.evaluate(() => document.activeElement.id), 'problem', 'the problem is read first');
    await visitor.screenshot(`sign-in-wrong-${locale.slice(0, 2)}`);

    await visitor.signIn(await somebody());
    const arrived = new URL(visitor.page.url());
    assert.equal(arrived.origin + arrived.pathname, CALLBACK);
    assert.ok(arrived.searchParams.get('code'));
  });
}

scenario('the app’s ui_locales go before the browser’s language', { locale: 'en-GB' }, async (visitor) => {
  await visitor.open(authorizationRequest(app, { ui_locales: 'fr pt-PT' }));
  await visitor.sees('para continuar em Shop');
  await visitor.signIn({ username: 'nobody' }, 'not the password');
  await visitor.sees('não conferem');
});

scenario('chooses another language by a link, without scripts, and keeps it', { javaScriptEnabled: false }, async (visitor) => {
  await visitor.open(authorizationRequest(app));
  await visitor.follow('Español');
  await visitor.sees('para continuar en Shop');
  await visitor.signIn({ username: 'nobody' }, 'not the password');
  await visitor.sees('no coinciden');
  await visitor.follow('Português');
  await visitor.sees('para continuar em Shop');
  await visitor.signIn(await somebody());
  assert.ok(visitor.page.url().startsWith(`${CALLBACK}?`));
  await visitor.open('/ui/account');
  await visitor.sees('Sua conta');
});

scenario('in the dark', { colorScheme: 'dark' }, async (visitor) => {
  await visitor.open(authorizationRequest(app));
  await visitor.screenshot('sign-in-dark');
  await visitor.signIn({ username: 'nobody' }, 'not the password');
  await visitor.screenshot('sign-in-wrong-dark');
});

scenario('on a small phone', { viewport: PHONE }, async (visitor) => {
  await visitor.open(authorizationRequest(app));
  await visitor.screenshot('sign-in-phone');
  await visitor.signIn({ username: 'nobody' }, 'not the password');
  await visitor.screenshot('sign-in-wrong-phone');
});

scenario('by keyboard alone', {}, async (visitor) => {
  const user = await createUser();
  await visitor.open(authorizationRequest(app));
  await visitor.page.keyboard.type(user.username);
  await visitor.page.keyboard.press('Tab');
  await visitor.page.keyboard.type('correct horse battery staple');
  await visitor.page.keyboard.press('Tab');
  await visitor.screenshot('sign-in-focus');
  await Promise.all([visitor.page.waitForNavigation(), visitor.page.keyboard.press('Enter')]);
  assert.ok(visitor.page.url().startsWith(`${CALLBACK}?`));
});

scenario('signs out', {}, async (visitor) => {
  await visitor.open('/ui/login');
  await visitor.signIn(await createUser());
  await visitor.screenshot('signed-in');
  await visitor.open('/oidc/v1/end_session');
  await visitor.screenshot('sign-out');
  await visitor.submit();
  await visitor.sees('You are signed out');
  await visitor.screenshot('signed-out');
});

scenario('an error is a page too', {}, async (visitor) => {
  await visitor.open('/ui/nowhere');
  await visitor.sees('Not found');
  await visitor.screenshot('not-found');
  await visitor.open('/oauth/v2/authorize?client_id=nobody');
  await visitor.screenshot('bad-request');
});

const suspended = new URL(process.env.PRYSM_SUSPENDED);
const nobodys = new URL(issuer);
nobodys.hostname = `auth.nobodys.${process.env.PRYSM_DOMAIN}`;

for (const [name, options] of Object.entries({ light: {}, dark: { colorScheme: 'dark' }, phone: { viewport: PHONE } })) {
  scenario(`a workspace that is suspended, or is none, says so: ${name}`, { ...options, hosts: [suspended.host, nobodys.host] }, async (visitor) => {
    const answer = await visitor.open(new URL('/ui/login', suspended).href);
    assert.equal(answer.status(), 403);
    await visitor.screenshot(`suspended-${name}`);
    const none = await visitor.open(new URL('/ui/login', nobodys).href);
    assert.equal(none.status(), 404);
    await visitor.screenshot(`no-workspace-${name}`);
  });
}
