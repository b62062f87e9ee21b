package com.prysmid.node.federation;

import static com.prysmid.node.federation.FederatedWorkspace.SESSION;
import static com.prysmid.node.federation.FederatedWorkspace.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.node.running.Api;
import com.prysmid.node.running.Browser;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import com.prysmid.node.running.UpstreamImitation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whose account a first sign-in through an OpenID Provider enters, or makes. */
class UpstreamAccountsIT {
    private static FederatedWorkspace federated;
    private static TestWorkspace workspace;
    private static Api admin;
    private static UpstreamImitation upstream;
    private static String idp;

    @BeforeAll
    static void start() {
        federated = FederatedWorkspace.create(RunningDev.shared(), "fedwhose");
        workspace = federated.workspace();
        admin = federated.admin();
        upstream = federated.upstream();
        idp = federated.idp();
    }

    @AfterAll
    static void stop() {
        federated.close();
    }

    @Test
    void anAddressLinksOnlyWhereBothSidesHaveVerifiedIt() {
        String verified = workspace.createUser("vera");
        String unverified = admin.post(
                        "/admin/v1/users",
                        "{\"username\":\"squatter\",\"email\":\"victim@example.com\",\"email_verified\":false,\"invite\":false}")
                .expect(201)
                .get("id")
                .asText();

        Browser honest = workspace.browser();
        federated.signIn(honest, "vera-1", c -> with(c, Map.of("email", "VERA@example.com", "email_verified", true)));
        assertThat(honest.cookies().get(SESSION).getValue()).startsWith(verified + ".");

        Browser unproven = workspace.browser();
        federated.signIn(
                unproven, "mallory-1", c -> with(c, Map.of("email", "vera@example.com", "email_verified", false)));
        assertThat(unproven.cookies().get(SESSION).getValue()).doesNotStartWith(verified + ".");
        assertThat(admin.get("/admin/v1/users/" + verified + "/identities")
                        .expect(200)
                        .get("items"))
                .hasSize(1);

        Browser victim = workspace.browser();
        federated.signIn(
                victim, "victim-1", c -> with(c, Map.of("email", "victim@example.com", "email_verified", true)));
        assertThat(victim.cookies().get(SESSION).getValue()).doesNotStartWith(unverified + ".");
    }

    @Test
    void aCrowdWithAnAddressThatIsNotTheirsHidesNobodyWhoseItIs() {
        for (int i = 0; i < 20; i++) {
            admin.post(
                            "/admin/v1/users",
                            "{\"username\":\"crowd-%d\",\"email\":\"wanted@example.com\",\"invite\":false}"
                                    .formatted(i))
                    .expect(201);
        }
        String wanted = workspace.createUser("wanted");

        Browser browser = workspace.browser();
        federated.signIn(
                browser, "wanted-1", c -> with(c, Map.of("email", "wanted@example.com", "email_verified", true)));

        assertThat(browser.cookies().get(SESSION).getValue()).startsWith(wanted + ".");
    }

    @Test
    void whoHasARoleOverTheWorkspaceIsNeverFoundByAnAddress() {
        String owner = workspace.createUser("olga");
        admin.put(
                        "/admin/v1/users/" + owner + "/grants",
                        "{\"project_id\":\"workspace\",\"roles\":[\"workspace.owner\"]}")
                .expect(200);
        Browser browser = workspace.browser();

        Browser.Page page = federated.signIn(
                browser, "olga-1", c -> with(c, Map.of("email", "olga@example.com", "email_verified", true)));

        assertThat(page.status()).isEqualTo(409);
        assertThat(browser.cookies()).doesNotContainKey(SESSION);
        // Nor is the subject promised to them from then on.
        federated.signIn(browser, "olga-1", c -> c);
        assertThat(browser.cookies().get(SESSION).getValue()).doesNotStartWith(owner + ".");
    }

    @Test
    void whereThePolicyDoesNotAllowItThePersonSignsInFirst() {
        String id = federated.otherwise("Strict", "\"creation\":\"any\",\"link_by_email\":false");
        workspace.createUser("stan");
        Browser browser = workspace.browser();

        Browser.Page page = federated.back(
                browser,
                upstream.answer(
                        federated.start(browser, id),
                        "stan-1",
                        c -> with(c, Map.of("email", "stan@example.com", "email_verified", true))));

        assertThat(page.status()).isEqualTo(409);
        assertThat(admin.get("/admin/v1/users?q=stan").expect(200).get("items")).hasSize(1);
    }

    @Test
    void nobodyIsMadeWhereFirstSignInsMakeNobody() {
        String closed = federated.otherwise("Closed", "\"creation\":\"off\"");
        String domain =
                federated.otherwise("Domain", "\"creation\":\"verified_domain\",\"domains\":[\"only.example\"]");
        Browser browser = workspace.browser();

        assertThat(federated
                        .back(browser, upstream.answer(federated.start(browser, closed), "nn-1", c -> c))
                        .status())
                .isEqualTo(403);
        for (Map<String, Object> email : List.<Map<String, Object>>of(
                Map.of("email", "nn@only.example", "email_verified", false),
                Map.of("email", "nn@sub.only.example", "email_verified", true),
                Map.of("email", "nn@only.example.evil.example", "email_verified", true))) {
            assertThat(federated
                            .back(
                                    browser,
                                    upstream.answer(federated.start(browser, domain), "nn-2", c -> with(c, email)))
                            .status())
                    .isEqualTo(403);
        }
        assertThat(admin.get("/admin/v1/users?q=nn").expect(200).get("items")).isEmpty();
        assertThat(federated
                        .back(
                                browser,
                                upstream.answer(
                                        federated.start(browser, domain),
                                        "nn-3",
                                        c -> with(c, Map.of("email", "nn@only.example", "email_verified", true))))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aLoginNameThatIsTakenGetsANumber() {
        workspace.createUser("bob");
        federated.signIn(workspace.browser(), "bob-1", c -> with(c, Map.of("preferred_username", "bob")));
        federated.signIn(
                workspace.browser(), "bob-2", c -> with(c, Map.of("preferred_username", "bob@stolen.example")));

        assertThat(admin.get("/admin/v1/users?q=bob").expect(200).get("items").findValuesAsText("username"))
                .containsExactlyInAnyOrder("bob", "bob-2", "bob-3");
    }

    @Test
    void twoFirstSignInsAtOnceMakeOneUser() {
        List<CompletableFuture<Browser.Page>> pages = Stream.generate(workspace::browser)
                .limit(4)
                .map(browser -> {
                    Map<String, String> answer = upstream.answer(
                            federated.start(browser, idp),
                            "twins",
                            c -> with(c, Map.of("preferred_username", "twins")));
                    return CompletableFuture.supplyAsync(() -> federated.back(browser, answer));
                })
                .toList();

        assertThat(pages.stream().map(CompletableFuture::join).map(Browser.Page::status))
                .containsOnly(200);
        assertThat(admin.get("/admin/v1/users?q=twins").expect(200).get("items"))
                .hasSize(1);
    }
}
