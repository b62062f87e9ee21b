// A scenario is a test in which somebody visits pages. Every page that they come to is looked at: nothing that axe finds, nothing
// in the console, nothing from another host, not too heavy, nothing that has to be scrolled sideways.
//
//   scenario('what it shows', { locale: 'es' }, async (visitor) => {
//     await visitor.open('/ui/login');
//     await visitor.fill({ username: 'ada', password: PASSWORD });
//     await visitor.submit();
//     await visitor.screenshot('signed-in');
//     await visitor.sees('Has iniciado sesión');
//   });
//
// Options are those of a Playwright browser context (locale, colorScheme, viewport, javaScriptEnabled …). The Playwright page itself
// is `visitor.page`, for whatever is missing here.
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import * as workspace from '../../support/workspace.mjs';
import { violations } from './accessibility.mjs';
import { CALLBACK } from './callback.mjs';
import { browser } from './chromium.mjs';

export { CALLBACK };
export const { PASSWORD, admin, createUser, issuer } = workspace;

const SCREENS = process.env.PRYSM_SCREENS;
const HEAVIEST = 50_000;
const PHONE = { width: 320, height: 640 };
const DESK = { width: 1024, height: 768 };

export { PHONE };

/** Whether a page is one of the product's: of this workspace, of another, or of one that is not there. */
function isOurs(address) {
  return URL.canParse(address) && new URL(address).host.endsWith(`.${process.env.PRYSM_DOMAIN}:${issuer.port}`);
}

/** @param hosts that a page may send the browser to beside the workspace's own */
export function scenario(name, options, run) {
  const { hosts = [], ...contextOptions } = options;
  return test(name, { timeout: 60_000 }, async () => {
    const context = await browser.newContext({
      locale: 'en-GB',
      viewport: DESK,
      deviceScaleFactor: 1,
      ...contextOptions,
    });
    context.setDefaultTimeout(10_000);
    try {
      await run(new Visitor(context, await context.newPage(), hosts, options.javaScriptEnabled !== false));
    } finally {
      await context.close();
    }
  });
}

/** An app on this machine, whose users the scenario's browser can follow to it. */
export function registerApp(metadata = {}) {
  return workspace.registerApp({
    application_type: 'native',
    redirect_uris: [CALLBACK],
    token_endpoint_auth_method: 'none',
    ...metadata,
  });
}

/** The address of an authorization request by an app that `registerApp` made. */
export function authorizationRequest(app, parameters = {}) {
  const address = new URL('/oauth/v2/authorize', issuer);
  address.search = new URLSearchParams({
    response_type: 'code',
    client_id: app.client_id,
    redirect_uri: CALLBACK,
    scope: 'openid profile email',
    state: 'state-of-the-scenario',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    ...parameters,
  });
  return address.href;
}

export class Visitor {
  #complaints = [];

  constructor(context, page, hosts, scripts) {
    this.scripts = scripts;
    this.context = context;
    this.page = page;
    const known = [issuer.host, new URL(CALLBACK).host, ...hosts];
    // What others' pages load and say is theirs.
    const elsewhere = () =>
      URL.canParse(page.url()) && hosts.includes(new URL(page.url()).host) && !isOurs(page.url());
    page.on('request', (request) => {
      const { host, protocol } = new URL(request.url());
      if (!elsewhere() && protocol !== 'data:' && !known.includes(host)) {
        this.#complaints.push(`asks another host: ${request.url()}`);
      }
    });
    page.on('pageerror', (error) => this.#complaints.push(`script: ${error}`));
    page.on('console', (message) => {
      // Chromium says so of every status that is an error, also of one that is meant: that of the page itself.
      const ofThePage = message.text().startsWith('Failed to load resource') && message.location().url === page.url();
      if (['error', 'warning'].includes(message.type()) && !ofThePage && !elsewhere()) {
        this.#complaints.push(`console: ${message.text()} ${message.location().url}`);
      }
    });
  }

  /** @param address absolute, or a path at the workspace */
  async open(address) {
    const response = await this.page.goto(new URL(address, issuer).href);
    await this.look();
    return response;
  }

  /** Fields by their names. */
  async fill(values) {
    for (const [name, value] of Object.entries(values)) {
      await this.page.locator(`main [name="${name}"]:not([type="hidden"])`).fill(value);
    }
  }

  /** Presses the button of this name and value, or the only one of the page's form. */
  async submit(button = {}) {
    const [[name, value] = []] = Object.entries(button);
    const wanted = name ? `[name="${name}"][value="${value}"]` : '';
    await this.#follow(this.page.locator(`main button[type="submit"]${wanted}`).first());
  }

  /** Follows the link with these words. */
  async follow(words) {
    await this.#follow(this.page.getByRole('link', { name: words, exact: true }).first());
  }

  /** Presses what leads to another page. */
  press(button) {
    return this.#follow(button);
  }

  /** Somebody else, or the same person in another browser: with cookies of their own. */
  async another(options = {}) {
    const context = await browser.newContext({ locale: 'en-GB', viewport: DESK, deviceScaleFactor: 1, ...options });
    context.setDefaultTimeout(10_000);
    this.context.on('close', () => context.close());
    return new Visitor(context, await context.newPage(), [], true);
  }

  async #follow(target) {
    await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }), target.click()]);
    await this.look();
  }

  /** Signs in on the page that asks for it. */
  async signIn(user, password = PASSWORD) {
    await this.fill({ username: user.username, password });
    await this.submit();
  }

  /** Out of this browser, by the pages' own ways. */
  async signOut() {
    await this.open('/ui/account');
    await this.follow('Sign out');
    await this.submit();
    await this.sees('You are signed out');
  }

  /** Out of every browser, this one too. */
  async signOutEverywhere() {
    await this.open('/ui/account/sessions');
    await this.press(this.page.getByRole('button', { name: 'Sign out everywhere', exact: true }));
    assert.equal(this.path, '/ui/login');
  }

  async sees(...texts) {
    const text = await this.page.locator('body').innerText();
    texts.forEach((wanted) => assert.ok(text.includes(wanted), `“${wanted}” is not on the page:\n${text}`));
  }

  get path() {
    return new URL(this.page.url()).pathname;
  }

  /** → target/screens/<name>.png */
  async screenshot(name) {
    await mkdir(SCREENS, { recursive: true });
    await this.page.screenshot({ path: path.join(SCREENS, `${name}.png`), fullPage: true, animations: 'disabled' });
  }

  /** What every page is held to. Called by itself after each step that leads to another. */
  async look() {
    await this.page.waitForLoadState('load');
    if (!isOurs(this.page.url())) {
      return;
    }
    assert.deepEqual(this.#complaints, [], `${this.page.url()} is quiet and keeps to itself`);
    const { weight, tooWide } = await this.page.evaluate(() => ({
      weight: [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce(
        (sum, entry) => sum + entry.decodedBodySize,
        0,
      ),
      tooWide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    }));
    assert.ok(weight < HEAVIEST, `${this.page.url()} weighs ${weight} bytes`);
    assert.ok(tooWide <= 0, `${this.page.url()} is ${tooWide} pixels too wide`);
    if (!this.scripts) {
      // axe is one.
      return;
    }
    assert.deepEqual(
      await violations(this.page),
      [],
      `${this.page.url()} is accessible`,
    );
  }
}

let person;

/** Somebody whom scenarios that change nothing share. */
export async function somebody() {
  person ??= createUser();
  return person;
}
