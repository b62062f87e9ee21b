package com.prysmid.node.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.prysmid.node.running.Mailbox;
import com.prysmid.node.running.Mailbox.Mail;
import com.prysmid.node.running.RunningDev;
import com.prysmid.node.running.TestWorkspace;
import org.junit.jupiter.api.Test;

/** What people are mailed when something happens to their account, all the way to the mail server. */
class MailIT {
    private final RunningDev dev = RunningDev.shared();
    private final TestWorkspace workspace = TestWorkspace.create(dev, "mail");
    private final Mailbox mailbox = new Mailbox(dev);

    @Test
    void aNewPasswordIsToldToItsOwnerInTheirLanguage() {
        String address = "ada." + workspace.slug() + "@example.com";
        String ada = user("ada", address, true, "es-MX");
        password(ada);

        Mail mail = mailbox.await(address);

        assertThat(mail.subject()).isEqualTo("Tu contraseña en mail ha cambiado");
        assertThat(mail.link()).isEqualTo(workspace.issuer() + "/ui/password/forgot");
        assertThat(mail.html()).contains("href=\"" + mail.link() + "\"").contains("lang=\"es\"");
        JsonNode audit = audit("mail.delivered");
        assertThat(audit.path("target").path("id").asText()).isEqualTo(ada);
        assertThat(audit.path("details").path("mail").asText()).isEqualTo("password_changed");
        assertThat(audit.toString()).doesNotContain(address);
    }

    @Test
    void anAddressThatNobodyProvedIsNotMailedTo() {
        String unproven = "bob." + workspace.slug() + "@example.com";
        String proven = "eve." + workspace.slug() + "@example.com";
        password(user("bob", unproven, false, "en"));
        password(user("eve", proven, true, "en"));

        mailbox.await(proven);

        assertThat(mailbox.to(unproven)).isEmpty();
    }

    @Test
    void theLastMailOfAnAccountGoesOut() {
        String address = "joe." + workspace.slug() + "@example.com";
        String joe = user("joe", address, true, "pt-BR");
        workspace.admin().delete("/admin/v1/users/" + joe).expect(204);

        assertThat(mailbox.await(address).subject()).isEqualTo("Sua conta em mail foi excluída");
        assertThat(audit("mail.delivered").path("details").path("mail").asText())
                .isEqualTo("account_deleted");
    }

    private String user(String username, String address, boolean verified, String locale) {
        return workspace
                .admin()
                .post("/admin/v1/users", """
                        {"username":"%s","password":"%s","email":"%s","email_verified":%s,"locale":"%s"}""".formatted(username, TestWorkspace.PASSWORD, address, verified, locale))
                .expect(201)
                .get("id")
                .asText();
    }

    private void password(String user) {
        workspace
                .admin()
                .post("/admin/v1/users/" + user + "/password", "{\"password\":\"another horse battery staple\"}")
                .expect(200);
    }

    /** The newest of this type, once there is one. */
    private JsonNode audit(String type) {
        while (true) {
            JsonNode items = workspace
                    .admin()
                    .get("/admin/v1/audit?type=" + type)
                    .expect(200)
                    .get("items");
            if (!items.isEmpty()) {
                return items.get(0);
            }
            Thread.onSpinWait();
        }
    }
}
