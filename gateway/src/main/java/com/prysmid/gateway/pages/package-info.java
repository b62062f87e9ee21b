/**
 * The hosted pages: server-rendered HTML that works with JavaScript off.
 *
 * <p>In: {@code /ui/…} requests, and what other packages want said to a person. Out: whole pages, with one stylesheet of their
 * own and the workspace's colours; every value is escaped by its template. It never: decides who may sign in, writes markup by hand,
 * or says a word that is not in a bundle. Nothing runs in a page but a script that it asks for by name, and the one line that sends a
 * form_post answer off; nothing is loaded from another host but, on the page of a front-channel logout, the frames of the apps that
 * are told: each named in that page's own security policy.
 *
 * <p>A new page takes:
 *
 * <ol>
 *   <li>a record for what its template needs to know, such as {@link com.prysmid.gateway.pages.LoginForm};
 *   <li>a template {@code src/main/jte/<page>.jte} that begins {@code @param PageFrame frame}, {@code @param Words words}, {@code @param
 *       <Record> model}, and wraps its content as {@code @template.layout(frame = frame, content = @`…`)}. Within it: {@code
 *       ${words.text("family.key", …)}}; {@code @template.emphasis(parts = words.parts(…))} where arguments stand out; {@code
 *       @template.problem(text = model.problem())} before a form, whose fields then carry {@code aria-describedby="problem"};
 *   <li>its texts in {@code words/<family>_en.properties}, {@code _es} and {@code _pt}, keys {@code family.…}, typographic apostrophes;
 *       a test holds the three together. Choose a family of your own;
 *   <li>in its endpoint: {@code Words words = Words.of(context)} (or with the interaction, whose {@code ui_locales} counts), then {@code
 *       templates.show(context, words, 200, new View("page.jte", words.text("family.title"), model))};
 *   <li>its endpoints in {@code GatewayRoutes}, which has the one {@link com.prysmid.gateway.pages.PageTemplates}.
 * </ol>
 *
 * <p>A part of somebody's own account is a constant of {@link com.prysmid.gateway.pages.AccountSection} (which puts it into the
 * navigation), and endpoints that answer through {@link com.prysmid.gateway.pages.AccountPages}: {@code visit} for GET, {@code act} for
 * POST (it checks the form's token), {@code visitRecently} and {@code actRecently} for what is grave, which let nobody through whose
 * sign-in is older than ten minutes: they sign in again and come back to the part. Each hands over an {@link
 * com.prysmid.gateway.pages.AccountVisit} with words, session and form token; a command that acts for the person carries the
 * session's id and secret, which the entity checks once more.
 *
 * <p>Every page is walked through in Chromium by a scenario in {@code cluster-node/src/test/js/browser}, which holds it to WCAG 2.2
 * AA, its weight, silence in the console and no other host.
 *
 * <p>A page that says one thing is {@code Message.of(heading, text).view()}. A script: a file beside {@link
 * com.prysmid.gateway.pages.Asset}, a constant there, its line in {@code StaticEndpoints}, and {@code view.withScript(Asset.…)}: the
 * page then loads it, and its policy allows scripts of this host. A failure that reaches people is an {@code HttpProblem} whose code
 * has a text {@code error.code.<code>}.
 */
@NullMarked
package com.prysmid.gateway.pages;

import org.jspecify.annotations.NullMarked;
