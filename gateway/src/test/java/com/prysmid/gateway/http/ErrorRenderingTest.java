package com.prysmid.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.prysmid.gateway.ask.NoAnswer;
import com.prysmid.gateway.ask.RefusedException;
import com.prysmid.tenant.protocol.Refused;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorRenderingTest {
    private final ErrorRendering errors = new ErrorRendering(new NamedPages());

    @Test
    void oauthEndpointsAnswerAsRfc6749Says() throws IOException {
        HttpResponse response =
                render(new RefusedException(Refused.of(Refused.Reason.INVALID_GRANT, "x", "No good.")), Surface.OAUTH);
        assertThat(response.status().intValue()).isEqualTo(400);
        assertThat(json(response).get("error").asText()).isEqualTo("invalid_grant");
        assertThat(json(response).get("error_description").asText()).isEqualTo("No good.");
    }

    @Test
    void anInvalidClientIs401() {
        Refused refused = Refused.of(Refused.Reason.INVALID_CLIENT, "invalid_client", "No.");
        assertThat(render(new RefusedException(refused), Surface.OAUTH).status().intValue())
                .isEqualTo(401);
    }

    @Test
    void apisAnswerProblemJsonNamingEveryField() throws IOException {
        HttpResponse response = render(
                new CompletionException(
                        new RefusedException(Refused.invalid("redirect_uris[0]", "invalid_uri", "bad"))),
                Surface.API);
        assertThat(response.status().intValue()).isEqualTo(422);
        assertThat(response.entity().getContentType().toString()).isEqualTo("application/problem+json");
        JsonNode body = json(response);
        assertThat(body.get("code").asText()).isEqualTo("invalid_input");
        assertThat(body.get("status").asInt()).isEqualTo(422);
        assertThat(body.at("/errors/0/field").asText()).isEqualTo("redirect_uris[0]");
        assertThat(body.at("/errors/0/code").asText()).isEqualTo("invalid_uri");
    }

    @ParameterizedTest
    @EnumSource(Surface.class)
    void whatNobodyExpectedIs500WithoutItsNameOrMessage(Surface surface) {
        HttpResponse response = render(new IllegalStateException("secret internals"), surface);
        assertThat(response.status().intValue()).isEqualTo(500);
        assertThat(text(response)).doesNotContain("secret internals", "IllegalState", "Exception", "java");
    }

    @ParameterizedTest
    @EnumSource(Surface.class)
    void noAnswerInTimeIs503ToBeTriedAgain(Surface surface) {
        HttpResponse response = render(new CompletionException(new NoAnswer("user")), surface);
        assertThat(response.status().intValue()).isEqualTo(503);
        assertThat(header(response, "retry-after")).isEqualTo("2");
    }

    @Test
    void anOverloadSaysWhenToComeBack() {
        HttpResponse response = render(new RefusedException(Refused.overloaded(Duration.ofSeconds(7))), Surface.OAUTH);
        assertThat(header(response, "retry-after")).isEqualTo("7");
    }

    @ParameterizedTest
    @EnumSource(Surface.class)
    void aWorkspaceThatIsGoneLooksTheSameOnEveryPath(Surface surface) {
        HttpResponse response = render(new RefusedException(Refused.noSuchWorkspace()), surface);
        assertThat(response.status().intValue()).isEqualTo(404);
        assertThat(text(response)).isEqualTo("not found page");
    }

    @Test
    void aWorkspaceThatIsNotActiveIsAPageToPeopleAndAccessDeniedToClients() throws IOException {
        HttpResponse page = render(new RefusedException(Refused.notActive()), Surface.PAGE);
        assertThat(page.status().intValue()).isEqualTo(403);
        assertThat(text(page)).isEqualTo("suspended page");
        HttpResponse answer = render(new RefusedException(Refused.notActive()), Surface.OAUTH);
        assertThat(answer.status().intValue()).isEqualTo(403);
        assertThat(json(answer).get("error").asText()).isEqualTo("access_denied");
    }

    private HttpResponse render(Throwable thrown, Surface surface) {
        return errors.render(thrown, surface, "request-1", Visits.to("Acme"));
    }

    private static String text(HttpResponse response) {
        return ((HttpEntity.Strict) response.entity()).getData().utf8String();
    }

    private static JsonNode json(HttpResponse response) throws IOException {
        return new ObjectMapper().readTree(text(response));
    }

    private static String header(HttpResponse response, String name) {
        for (HttpHeader header : response.getHeaders()) {
            if (header.is(name)) {
                return header.value();
            }
        }
        return "";
    }

    private static final class NamedPages implements Pages {
        @Override
        public String error(Visit visit, HttpProblem problem, String requestId) {
            return problem.detail() + " " + requestId;
        }

        @Override
        public String confirmLogout(Visit visit, String action, String csrf, Map<String, String> fields) {
            return "confirm page";
        }

        @Override
        public SelfPosting postBack(Visit visit, String action, Map<String, String> fields) {
            return new SelfPosting("form page", "sha256-x");
        }

        @Override
        public String signedOut(Visit visit) {
            return "signed out page";
        }

        @Override
        public String signingOut(
                Visit visit,
                List<String> apps,
                @Nullable String continueTo,
                String action,
                String csrf,
                Map<String, String> fields) {
            return "signing out page";
        }

        @Override
        public String notFound(Visit visit) {
            return "not found page";
        }

        @Override
        public String suspended(Visit visit) {
            return "suspended page";
        }
    }
}
