// A browser with JavaScript off: a cookie jar, links and forms. It follows redirects as long as they stay at the workspace.
import assert from 'node:assert/strict';
import { PASSWORD, issuer } from './workspace.mjs';

const ENTITIES = { '&#34;': '"', '&quot;': '"', '&#39;': "'", '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** Where a request ended: a page of the workspace, or a redirect that leads away from it. */
export class Page {
  constructor(address, response, html) {
    this.address = address;
    this.status = response.status;
    this.location = response.headers.get('location');
    this.html = html;
  }

  /** The address that a redirect away leads to. */
  get leadsTo() {
    assert.ok(this.location, `no redirect: ${this.status} ${this.html}`);
    return new URL(this.location, this.address);
  }

  get asksForConsent() {
    return this.html.includes('action="/ui/consent"');
  }

  /** Where the page's only form goes, and its hidden inputs. */
  get form() {
    const form = this.html.match(/<form\b[^>]*>/);
    assert.ok(form, `no form: ${this.status} ${this.html}`);
    const hidden = [...this.html.matchAll(/<input\b[^>]*>/g)]
      .map(([tag]) => tag)
      .filter((tag) => attribute(tag, 'type') === 'hidden')
      .map((tag) => [attribute(tag, 'name'), attribute(tag, 'value')]);
    return { action: new URL(attribute(form[0], 'action'), this.address), fields: new URLSearchParams(hidden) };
  }
}

export class Browser {
  #cookies = new Map();

  open(address) {
    return this.#follow(new URL(address, issuer), {});
  }

  /** Fills the page's only form and sends it; hidden inputs go with it. */
  submit(page, values = {}) {
    const { action, fields } = page.form;
    Object.entries(values).forEach(([name, value]) => fields.set(name, value));
    return this.#follow(action, { method: 'POST', body: fields, headers: { origin: issuer.origin } });
  }

  /** Opens an address whose page asks who is there, and says so; allows what an app of others asks for. */
  async signIn(address, user) {
    const page = await this.submit(await this.open(address), { username: user.username, password: PASSWORD });
    return page.asksForConsent ? this.submit(page, { decision: 'allow' }) : page;
  }

  async #follow(first, request) {
    let address = first;
    let response = await this.#send(address, request);
    for (let hops = 0; response.status === 303 && hops < 10; hops++) {
      const next = new URL(response.headers.get('location'), address);
      if (next.origin !== issuer.origin) {
        break;
      }
      address = next;
      response = await this.#send(address, {});
    }
    return new Page(address, response, await response.text());
  }

  async #send(address, request) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(address, {
      ...request,
      redirect: 'manual',
      headers: { ...request.headers, ...(cookie && { cookie }) },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
      if (/;\s*max-age=0/i.test(line)) {
        this.#cookies.delete(name);
      } else {
        this.#cookies.set(name, value);
      }
    }
    return response;
  }
}

function attribute(tag, name) {
  const value = tag.match(new RegExp(`\\b${name}="([^"]*)"`))?.[1] ?? '';
  return value.replace(/&(#34|quot|#39|lt|gt|amp);/g, (entity) => ENTITIES[entity]);
}
