package com.prysmid.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.control.sessions.Person;
import com.prysmid.control.sessions.SessionSecret;
import com.prysmid.control.testing.ApiClient.Reply;
import com.prysmid.control.testing.DashboardClient;
import com.prysmid.control.value.Actor;
import com.prysmid.control.value.MemberId;
import com.prysmid.control.value.Provenance;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** People at the dashboard, signed in without a browser; each is called by a name, and has the address {@code <name>@example.com}. */
final class Members implements AutoCloseable {
    private final ControlPlane plane;
    private final Path authority;
    private final Map<String, DashboardClient> dashboards = new HashMap<>();

    Members(ControlPlane plane, Path authority) {
        this.plane = plane;
        this.authority = authority;
    }

    /** A new session of theirs: the cookie's value. */
    String session(String name) {
        return open(name).secret().reveal();
    }

    private SessionSecret open(String name) {
        return open("usr-" + name, name);
    }

    private SessionSecret open(String id, String name) {
        return plane.sessions()
                .open(
                        new MemberId(id),
                        new Person(name, name + "@example.com"),
                        new Provenance(Actor.member(id), "test", "127.0.0.1", null))
                .toCompletableFuture()
                .join();
    }

    /** A dashboard of its own, which the caller closes. */
    DashboardClient dashboard(String name) {
        return dashboard(open(name));
    }

    /** That of somebody else who has proved the same address. */
    DashboardClient twin(String name) {
        return dashboard(open("usr-twin-of-" + name, name));
    }

    private DashboardClient dashboard(SessionSecret session) {
        return new DashboardClient(
                plane.boundPort(),
                authority,
                session.secret().reveal(),
                session.antiForgery().reveal());
    }

    /** The one that this person keeps open. */
    DashboardClient as(String name) {
        return dashboards.computeIfAbsent(name, this::dashboard);
    }

    /** Opens an account. → its id */
    String account(String owner, String name) {
        Reply opened = as(owner).change("POST", "/v1/accounts", "{\"name\":\"" + name + "\"}");
        assertThat(opened.status()).as(opened.response().body()).isEqualTo(201);
        return opened.text("id");
    }

    /** An invitation's token. */
    String invite(String by, String account, String name, String role) {
        Reply invited = as(by).change(
                        "POST",
                        "/v1/accounts/" + account + "/invitations",
                        "{\"email\":\"" + name + "@example.com\",\"role\":\"" + role + "\"}");
        assertThat(invited.status()).as(invited.response().body()).isEqualTo(201);
        return invited.text("token");
    }

    Reply accept(String name, String token) {
        return as(name).change("POST", "/v1/invitations/accept", "{\"token\":\"" + token + "\"}");
    }

    void join(String by, String account, String name, String role) {
        assertThat(accept(name, invite(by, account, name, role)).status()).isEqualTo(200);
    }

    @Override
    public void close() {
        dashboards.values().forEach(DashboardClient::close);
    }
}
