package com.prysmid.gateway.scim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.prysmid.gateway.json.ApiJson;
import com.prysmid.tenant.protocol.GroupCommand.Group;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatchTest {
    private static final String START = """
            {"userName":"ann","emails":[{"value":"w@x.example","type":"work","primary":true},{"value":"h@x.example","type":"home"}],
             "name":{"givenName":"Ann","familyName":"Lee"}}""";

    @Test
    void partsThatAreNotNamedStay() {
        assertPatched(
                "{'op':'replace','path':'name','value':{'givenName':'Bea'}}",
                "/name",
                "{'givenName':'Bea','familyName':'Lee'}");
        assertPatched("{'op':'add','value':{'name':{'middleName':'M'}}}", "/name/familyName", "'Lee'");
        assertPatched("{'op':'remove','path':'name.givenName'}", "/name", "{'familyName':'Lee'}");
        assertPatched("{'op':'replace','path':'NAME.GIVENNAME','value':'X'}", "/name/givenName", "'X'");
    }

    @Test
    void valuesAreAddedOnceAndOneIsPrimary() {
        assertPatched(
                "{'op':'add','path':'emails','value':[{'value':'h@x.example','type':'home'}]}", "/emails/2", null);
        assertPatched(
                "{'op':'add','path':'emails','value':{'value':'n@x.example','primary':'True'}}",
                "/emails/0",
                "{'value':'w@x.example','type':'work'}");
        assertPatched("{'op':'replace','path':'emails','value':[]}", "/emails", null);
    }

    @Test
    void valuesAreChosenByAFilter() {
        assertPatched(
                "{'op':'replace','path':'emails[type eq \\\"home\\\"].value','value':'n@x.example'}",
                "/emails/1/value",
                "'n@x.example'");
        assertPatched("{'op':'remove','path':'emails[type eq \\\"home\\\" or primary eq true]'}", "/emails", null);
        assertPatched(
                "{'op':'add','path':'emails[type eq \\\"other\\\" and primary eq false].value','value':'o@x.example'}",
                "/emails/2",
                "{'type':'other','primary':false,'value':'o@x.example'}");
        assertPatched("{'op':'remove','path':'emails','value':[{'value':'w@x.example'}]}", "/emails/0/type", "'home'");
    }

    @Test
    void anExtensionIsReachedByItsNameBeforeOrAround() {
        String urn = Schema.ENTERPRISE;
        String pointer = "/" + urn + "/department";
        for (String operation : List.of(
                "{'op':'add','path':'" + urn + ":department','value':'D'}",
                "{'op':'add','value':{'" + urn + "':{'department':'D'}}}",
                "{'op':'add','value':{'" + urn + ":department':'D'}}",
                "{'op':'replace','path':'" + urn + "','value':{'department':'D'}}",
                "{'op':'add','path':'" + urn.toUpperCase(java.util.Locale.ROOT) + ":DEPARTMENT','value':'D'}")) {
            assertPatched(operation, pointer, "'D'");
        }
        assertPatched("{'op':'remove','path':'" + urn + ":department'}", "/" + urn, null);
    }

    @Test
    void membersAreNamedAndNotFetched() {
        GroupChange change = group("{'op':'add','path':'members','value':[{'value':'a'},{'value':'b'}]},"
                + "{'op':'remove','path':'members[value eq \\\"b\\\"]'},{'op':'Add','path':'members','value':'c'}");
        assertThat(change.exact()).isNull();
        assertThat(change.join()).containsExactly("a", "c");
        assertThat(change.leave()).containsExactly("b");

        GroupChange all = group(
                "{'op':'add','path':'members','value':[{'value':'a'}]},{'op':'remove','path':'members'},"
                        + "{'op':'add','path':'members','value':[{'value':'z'}]},{'op':'replace','path':'displayName','value':'New'}");
        assertThat(all.exact()).containsExactly("z");
        assertThat(all.displayName()).isEqualTo("New");

        GroupChange exactly = group("{'op':'replace','path':'members','value':[{'value':'a'},{'value':'b'}]},"
                + "{'op':'remove','path':'members','value':[{'value':'a'}]}");
        assertThat(exactly.exact()).containsExactly("b");
        assertThat(group("{'op':'replace','path':'members','value':[]}").exact())
                .isEmpty();
    }

    @Test
    void soManyMembersAreNamedAtATimeAndNoMore() {
        Set<String> members = IntStream.range(0, GroupChange.MEMBERS_LIMIT)
                .mapToObj(i -> "user" + i)
                .collect(Collectors.toCollection(HashSet::new));
        assertThat(new GroupChange("g", null, members, Set.of(), Set.of()).exact())
                .hasSize(GroupChange.MEMBERS_LIMIT);
        members.add("one more");
        for (Runnable change : List.<Runnable>of(
                () -> new GroupChange("g", null, members, Set.of(), Set.of()),
                () -> new GroupChange("g", null, null, members, Set.of()),
                () -> new GroupChange("g", null, null, Set.of(), members))) {
            assertThatThrownBy(change::run).hasMessageContaining("tooMany");
        }
    }

    private static GroupChange group(String operations) {
        Group group = new Group("g", "Old", null, false, false, Instant.EPOCH, Instant.EPOCH);
        return GroupChange.patching(group, Patch.read(Schema.GROUP, message(operations)));
    }

    private static void assertPatched(
            String operation, String pointer, @org.jspecify.annotations.Nullable String expected) {
        ObjectNode user = (ObjectNode) json(START);
        Patch.read(Schema.USER, message(operation)).forEach(each -> Patch.apply(each, user));
        JsonNode found = user.at(pointer);
        if (expected == null) {
            assertThat(found.isMissingNode()).as(user.toString()).isTrue();
        } else {
            assertThat(found).as(user.toString()).isEqualTo(json(expected.replace('\'', '"')));
        }
    }

    private static JsonNode message(String operations) {
        return json(("{'schemas':['urn:ietf:params:scim:api:messages:2.0:PatchOp'],'Operations':[" + operations + "]}")
                .replace('\'', '"'));
    }

    private static JsonNode json(String text) {
        return ApiJson.parse(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}
