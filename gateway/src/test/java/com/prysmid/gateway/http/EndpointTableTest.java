package com.prysmid.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.prysmid.gateway.http.EndpointTable.Match;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.junit.jupiter.api.Test;

class EndpointTableTest {
    private static final Handler HANDLER = context -> CompletableFuture.completedFuture(Responses.empty(204));
    private static final Endpoint GET_USERS = Endpoint.get("/admin/v1/users", Surface.API, HANDLER);
    private static final Endpoint GET_ONE = Endpoint.get("/admin/v1/users/{id}", Surface.API, HANDLER);
    private static final Endpoint LOCK = Endpoint.post("/admin/v1/users/{id}/lock", Surface.API, HANDLER);

    private final EndpointTable table = new EndpointTable(List.of(GET_USERS, GET_ONE, LOCK));

    @Test
    void findsByMethodAndWholePath() {
        assertThat(find(HttpMethods.GET, "/admin/v1/users")).isEqualTo(new Match.Found(GET_USERS, Map.of()));
        assertThat(find(HttpMethods.GET, "/admin/v1/users/u1")).isEqualTo(new Match.Found(GET_ONE, Map.of("id", "u1")));
        assertThat(find(HttpMethods.POST, "/admin/v1/users/u1/lock"))
                .isEqualTo(new Match.Found(LOCK, Map.of("id", "u1")));
    }

    @Test
    void headIsAnsweredLikeGet() {
        assertThat(find(HttpMethods.HEAD, "/admin/v1/users")).isEqualTo(new Match.Found(GET_USERS, Map.of()));
    }

    @Test
    void aKnownPathWithAnotherMethodSaysWhichOnesThereAre() {
        assertThat(find(HttpMethods.DELETE, "/admin/v1/users")).isEqualTo(new Match.WrongMethod(Surface.API, "GET"));
    }

    @Test
    void anUnknownPathIsAnsweredInTheWayOfItsNeighbours() {
        assertThat(find(HttpMethods.GET, "/admin/v1/nothing")).isEqualTo(new Match.NoSuchPath(Surface.API));
        assertThat(find(HttpMethods.GET, "/oauth/v2/par")).isEqualTo(new Match.NoSuchPath(Surface.OAUTH));
        assertThat(find(HttpMethods.GET, "/")).isEqualTo(new Match.NoSuchPath(Surface.PAGE));
        assertThat(find(HttpMethods.GET, "/admin/v1/users/")).isEqualTo(new Match.NoSuchPath(Surface.API));
    }

    @Test
    void oneMethodOfOnePathCannotBeRegisteredTwice() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EndpointTable(List.of(GET_USERS, GET_USERS)));
    }

    private Match find(HttpMethod method, String path) {
        return table.find(method, path, List.of(path.substring(1).split("/", -1)));
    }
}
