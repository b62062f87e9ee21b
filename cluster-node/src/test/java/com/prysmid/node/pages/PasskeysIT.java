package com.prysmid.node.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.Browser.Page;
import com.prysmid.node.running.PasskeyDevice;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Passkeys over HTTP, with an authenticator made of software: added, used alone and as a second factor, and every way to cheat. */
class PasskeysIT {
    private static final String SESSION = "__Host-prysm_session";
    private static final String LOGIN = "/ui/login/passkey";
    private static final String ADD = "/ui/account/passkeys/add";
    private static final String FACTOR = "/ui/mfa/passkey";

    private static TestWorkspace workspace;

    @BeforeAll
    static void start() {
        workspace = TestWorkspace.create(RunningDev.shared(), "keys");
    }

    /** A new user with a passkey, which they added in their account. */
    private record Person(TestWorkspace at, String id, String name, PasskeyDevice device) {
        static Person of(TestWorkspace at, String name) {
            Person person = new Person(at, at.createUser(name), name, new PasskeyDevice(at.issuer()));
            Browser browser = at.browser();
            person.byPassword(browser);
            Page page = browser.open(at.uri("/ui/account/passkeys"));
            assertThat(page.status()).isEqualTo(200);
            Page added = browser.submit(page, ADD, person.device.create(page));
            assertThat(added.status()).as(added.html()).isEqualTo(200);
            assertThat(added.html()).contains("added ");
            return person;
        }

        Page byPassword(Browser browser) {
            return browser.submit(
                    browser.open(at.uri("/ui/login")), Map.of("username", name, "password", TestWorkspace.PASSWORD));
        }

        Page byPasskey(Browser browser) {
            Page page = browser.open(at.uri("/ui/login"));
            return browser.submit(page, LOGIN, device.get(page, id));
        }
    }

    @Test
    void aPasskeyAloneSignsInAndTheAuditTells() {
        Person ada = Person.of(workspace, "ada");
        Browser browser = workspace.browser();
        Page done = ada.byPasskey(browser);
        assertThat(done.html()).contains("You are signed in");
        assertThat(browser.cookies()).containsKey(SESSION);
        Page page = browser.open(workspace.uri("/ui/account/passkeys"));
        assertThat(page.html()).contains("last used");
        assertThat(types(ada.id())).contains("user.factor_added", "user.signed_in");
        JsonNode signedIn = audit(ada.id(), "user.signed_in").getFirst();
        assertThat(signedIn.get("details").get("amr").toString()).isEqualTo("[\"hwk\",\"user\",\"mfa\"]");
        assertThat(signedIn.get("actor").get("id").asText()).isEqualTo(ada.id());
    }

    @Test
    void whatWasSentOnceIsRefusedWhenSentAgain() {
        Person bob = Person.of(workspace, "bob");
        Browser browser = workspace.browser();
        Page page = browser.open(workspace.uri("/ui/login"));
        Map<String, String> answer = bob.device().get(page, bob.id());
        assertThat(browser.submit(page, LOGIN, answer).html()).contains("You are signed in");
        Page again = browser.submit(page, LOGIN, answer);
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.html()).contains("This passkey could not be used.");
        assertThat(reasons(bob.id())).containsExactly("replayed");
    }

    @Test
    void anotherBrowserCannotSendIt() {
        Person eve = Person.of(workspace, "eve");
        Page shown = workspace.browser().open(workspace.uri("/ui/login"));
        String challenge = Browser.scriptedFields(shown).get("challenge");
        Map<String, String> answer = eve.device().get(challenge, eve.id());
        answer.put("challenge", challenge);
        Browser other = workspace.browser();
        Page refused = other.submit(other.open(workspace.uri("/ui/login")), LOGIN, answer);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(other.cookies()).doesNotContainKey(SESSION);
        assertThat(workspace.browser().post(workspace.uri(LOGIN), answer).status())
                .as("and no other site")
                .isEqualTo(403);
    }

    @Test
    void whateverIsWrongIsRefusedInTheSameWords() {
        Person mel = Person.of(workspace, "mel");
        List<Page> refusals = new ArrayList<>();
        refusals.add(attempt(answer -> {}, "nobody-nobody-nobody", mel.device()));
        refusals.add(attempt(answer -> {}, mel.id(), new PasskeyDevice(workspace.issuer())));
        refusals.add(attempt(answer -> answer.put("signature", "AAAA"), mel.id(), mel.device()));
        refusals.add(attempt(answer -> answer.put("client_data", "!"), mel.id(), mel.device()));
        refusals.add(attempt(answer -> answer.put("challenge", "x".repeat(80)), mel.id(), mel.device()));
        refusals.add(attempt(answer -> answer.put("signature", "A".repeat(9_000)), mel.id(), mel.device()));
        refusals.add(attempt(answer -> answer.remove("user_handle"), mel.id(), mel.device()));
        mel.device().turnBack();
        mel.device().turnBack();
        assertThat(refusals).allSatisfy(page -> {
            assertThat(page.status()).isEqualTo(422);
            assertThat(page.html()).contains("This passkey could not be used.");
        });
        assertThat(mel.byPasskey(workspace.browser()).html()).contains("You are signed in");
        mel.device().turnBack();
        assertThat(mel.byPasskey(workspace.browser()).status()).isEqualTo(422);
        assertThat(reasons(mel.id())).contains("cloned_authenticator", "unknown_passkey", "bad_signature");
    }

    private interface Change {
        void on(Map<String, String> answer);
    }

    private static Page attempt(Change change, String userId, PasskeyDevice device) {
        Browser browser = workspace.browser();
        Page page = browser.open(workspace.uri("/ui/login"));
        Map<String, String> answer = device.get(page, userId);
        change.on(answer);
        return browser.submit(page, LOGIN, answer);
    }

    @Test
    void anotherWorkspacesPasskeyIsWorthNothing() {
        TestWorkspace other = TestWorkspace.create(RunningDev.shared(), "otherkeys");
        Person zoe = Person.of(workspace, "zoe");
        Browser browser = other.browser();
        Page page = browser.open(other.uri("/ui/login"));
        assertThat(browser.submit(page, LOGIN, zoe.device().get(page, zoe.id())).status())
                .isEqualTo(422);
        Page here = workspace.browser().open(workspace.uri("/ui/login"));
        Map<String, String> answer = new HashMap<>(zoe.device().get(here, zoe.id()));
        answer.put("challenge", Browser.scriptedFields(here).get("challenge"));
        assertThat(browser.submit(page, LOGIN, answer).status()).isEqualTo(422);
    }

    @Test
    void itIsTheSecondFactorAfterAPassword() {
        Person max = Person.of(workspace, "max");
        Browser browser = workspace.browser();
        max.byPassword(browser);
        assertThat(browser.cookies()).doesNotContainKey(SESSION);
        max.device().doNotVerify();
        Page page = browser.open(workspace.uri(FACTOR));
        assertThat(page.status()).isEqualTo(200);
        Page wrong = browser.submit(page, FACTOR, new PasskeyDevice(workspace.issuer()).get(page, max.id()));
        assertThat(wrong.status()).isEqualTo(422);
        Page done = browser.submit(wrong, FACTOR, max.device().get(wrong, max.id()));
        assertThat(done.html()).contains("You are signed in");
        assertThat(audit(max.id(), "user.signed_in")
                        .getFirst()
                        .get("details")
                        .get("amr")
                        .toString())
                .isEqualTo("[\"pwd\",\"hwk\",\"user\",\"mfa\"]");
        assertThat(max.byPasskey(workspace.browser()).status())
                .as("alone it is not enough without a PIN")
                .isEqualTo(422);
    }

    @Test
    void whoMustHaveASecondFactorAddsAPasskeyWhileSigningIn() {
        TestWorkspace strict = TestWorkspace.create(RunningDev.shared(), "strictkeys");
        strict.admin()
                .patch("/admin/v1/workspace", "{\"mfa\":\"required\",\"mfa_factors\":[\"passkey\"]}")
                .expect(200);
        String id = strict.createUser("kim");
        Person kim = new Person(strict, id, "kim", new PasskeyDevice(strict.issuer()));
        Browser browser = strict.browser();
        kim.byPassword(browser);
        assertThat(browser.cookies()).doesNotContainKey(SESSION);
        Page page = browser.open(strict.uri(FACTOR));
        Page done = browser.submit(page, FACTOR, kim.device().create(page));
        assertThat(done.html()).as(done.html()).contains("You are signed in");
        assertThat(kim.byPasskey(strict.browser()).html()).contains("You are signed in");
    }

    @Test
    void whatIsRemovedIsGoneAndAWrongPasswordKeepsNobodyOut() {
        Person lea = Person.of(workspace, "lea");
        for (int i = 0; i < 12; i++) {
            Browser guesser = workspace.browser();
            guesser.submit(guesser.open(workspace.uri("/ui/login")), Map.of("username", "lea", "password", "wrong"));
        }
        Browser browser = workspace.browser();
        assertThat(lea.byPasskey(browser).html()).contains("You are signed in");
        Page page = browser.open(workspace.uri("/ui/account/passkeys"));
        Page renamed = browser.submit(page, "/ui/account/passkeys/rename", Map.of("name", "Blue <key>"));
        assertThat(renamed.html()).contains("Blue &lt;key&gt;");
        Page removed = browser.submit(renamed, "/ui/account/passkeys/remove", Map.of());
        assertThat(removed.html()).contains("You have no passkey yet.");
        assertThat(lea.byPasskey(workspace.browser()).status()).isEqualTo(422);
        assertThat(types(lea.id())).contains("user.factor_renamed", "user.factor_removed");
    }

    @Test
    void theWorkspaceMayHavePasskeysOff() throws InterruptedException {
        TestWorkspace without = TestWorkspace.create(RunningDev.shared(), "nokeys");
        Person sam = Person.of(without, "sam");
        Page before = without.browser().open(without.uri("/ui/login"));
        assertThat(before.html()).contains(LOGIN).contains("autocomplete=\"username webauthn\"");
        Browser browser = without.browser();
        Page open = browser.open(without.uri("/ui/login"));
        without.admin()
                .patch("/admin/v1/workspace", "{\"passkey_login\":false}")
                .expect(200);
        assertThat(browser.submit(open, LOGIN, sam.device().get(open, sam.id())).status())
                .as("at once")
                .isEqualTo(422);
        Page after = before;
        for (int i = 0; i < 100 && after.html().contains(LOGIN); i++) {
            Thread.sleep(100);
            after = without.browser().open(without.uri("/ui/login"));
        }
        assertThat(after.html()).doesNotContain(LOGIN).contains("autocomplete=\"username\"");
    }

    @Test
    void passwordManagersFindThePage() {
        Page found = workspace.browser().open(workspace.uri("/.well-known/passkey-endpoints"));
        assertThat(found.html())
                .contains("\"enroll\":\"" + workspace.issuer() + "/ui/account/passkeys\"")
                .contains("\"manage\":\"" + workspace.issuer() + "/ui/account/passkeys\"");
    }

    private static List<JsonNode> audit(String userId, String type) {
        JsonNode found = workspace
                .admin()
                .get("/admin/v1/audit?limit=200&target=" + userId + (type.isEmpty() ? "" : "&type=" + type))
                .expect(200);
        List<JsonNode> items = new ArrayList<>();
        found.get("items").forEach(items::add);
        return items;
    }

    private static List<String> types(String userId) {
        return audit(userId, "").stream().map(item -> item.get("type").asText()).toList();
    }

    private static List<String> reasons(String userId) {
        return audit(userId, "user.sign_in_failed").stream()
                .map(item -> item.get("details").get("reason").asText())
                .toList();
    }
}
