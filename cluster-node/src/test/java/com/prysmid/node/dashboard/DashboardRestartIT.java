package com.prysmid.node.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.node.running.Browser;
import com.prysmid.node.running.Browser.Page;
import com.prysmid.node.running.Mailbox;
import com.prysmid.node.running.RunningDev;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dashboard that moves to another origin goes on with the same workspace, app and members. */
class DashboardRestartIT {
    private static final String ADDRESS = "max@customer.example";
    private static final String PASSWORD = "correct horse battery staple";

    @TempDir
    private Path directory;

    @Test
    void whoSignedUpBeforeSignsInAfterTheDashboardHasMoved() throws Exception {
        Path data = directory.resolve("data");
        try (RunningDev dev = RunningDev.start(data)) {
            Browser browser = dev.browser(console(dev));
            Page form = await(browser, console(dev) + "/ui/signup");
            browser.submit(form, Map.of("email", ADDRESS, "password", PASSWORD, "given_name", "Max"));
            browser.submit(
                    browser.open(URI.create(new Mailbox(dev).await(ADDRESS).link())), Map.of());
        }
        // On other ports.
        try (RunningDev dev = RunningDev.start(data)) {
            String app = dev.description().get("app_url").asText();
            Browser atApp = dev.browser(app);
            Browser atConsole = dev.browser(console(dev));
            // The console shows its sign-in page to a client that it knows at this address, and to no other.
            Page page = await(
                    atConsole,
                    atApp.open(URI.create(app + "/bff/login")).leadsTo().toString());
            Page back = atConsole.submit(page, Map.of("username", ADDRESS, "password", PASSWORD));
            assertThat(back.leadsTo().toString()).startsWith(app + "/bff/callback?");
            assertThat(atApp.open(back.leadsTo()).address()).isEqualTo(URI.create(app + "/"));
            assertThat(atApp.cookies()).containsKey("__Host-prysm-console");
        }
    }

    private static String console(RunningDev dev) {
        return "https://auth.console." + dev.domain() + ":" + dev.workspacePort();
    }

    private static Page await(Browser browser, String address) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        Page page = browser.open(URI.create(address));
        while (page.status() != 200) {
            if (System.nanoTime() > end) {
                throw new AssertionError(address + " answers " + page.status());
            }
            page = browser.open(URI.create(address));
        }
        return page;
    }
}
