package com.prysmid.tenant.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.AccountCommand;
import com.prysmid.tenant.protocol.AdminRole;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.GroupCommand;
import com.prysmid.tenant.protocol.GroupCommand.Group;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.ScimTokenCommand;
import com.prysmid.tenant.protocol.ScimTokenCommand.ScimToken;
import com.prysmid.tenant.protocol.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupDecisionsTest {
    private final WorkspaceStory story = WorkspaceStory.active();

    @Test
    void noTwoGroupsHaveOneNameHoweverItIsWritten() {
        create("g1", "Staff");

        assertThat(code(create("g2", "ＳＴＡＦＦ"))).isEqualTo("name_taken");
        assertThat(create("g1", "Staff")).as("sent twice").isInstanceOf(Group.class);
        assertThat(code(create("g1", "Other"))).isEqualTo("already_exists");
        assertThat(create("g2", "Other")).isInstanceOf(Group.class);
        assertThat(code(update("g2", "staff", group("g2").updatedAt()))).isEqualTo("name_taken");
    }

    @Test
    void aChangeOfWhatWasChangedMeanwhileIsRefused() {
        create("g1", "Staff");
        Instant read = group("g1").updatedAt();
        story.pass(Duration.ofSeconds(1));
        update("g1", "Crew", read);

        assertThat(code(update("g1", "Team", read))).isEqualTo(Refused.CHANGED_MEANWHILE);
        assertThat(group("g1").displayName()).isEqualTo("Crew");
    }

    @Test
    void aRenamedGroupIsUnfinishedUntilItsMembersKnow() {
        create("g1", "Staff");
        update("g1", "Crew", group("g1").updatedAt());
        assertThat(group("g1").renaming()).isTrue();
        finish("g1", "Staff");
        assertThat(group("g1").renaming()).as("of the older name").isTrue();
        finish("g1", "Crew");
        assertThat(group("g1").renaming()).isFalse();
    }

    @Test
    void aPageOfGroupsGoesOnAfterTheLastId() {
        for (String id : new String[] {"a", "b", "c"}) {
            create(id, "Group " + id);
        }
        GroupCommand.Groups page = GroupDecisions.find(
                story.state, new GroupCommand.Find(WorkspaceStory.SLUG, null, null, "a", 0, 1, Nobody.replies()));
        assertThat(page.items()).extracting(Group::id).containsExactly("b");
        assertThat(page.complete()).isFalse();
        assertThat(page.total()).isEqualTo(3);
    }

    @Test
    void aMembershipIsToldInTheClaimAndKeptOnce() {
        UserStory alice = UserStory.ofAlice();
        change(alice, Map.of("g1", "Staff"), Set.of());
        assertThat(alice.events).hasSize(1);
        change(alice, Map.of("g1", "Staff"), Set.of("g9"));
        assertThat(alice.events).as("sent again").isEmpty();
        rename(alice, Map.of("g1", "Crew"));
        assertThat(groups(alice)).containsExactly("Crew");
        change(alice, Map.of(), Set.of("g1"));
        assertThat(groups(alice)).isEmpty();
        rename(alice, Map.of("g1", "Team"));
        assertThat(groups(alice)).as("who has left learns no name").isEmpty();
    }

    @Test
    void theGroupsOfWhoHasARoleOverTheWorkspaceAreNotForLesserOnesToChange() {
        UserStory alice = UserStory.ofAlice();
        change(alice, Map.of("g1", "Staff"), Set.of());
        alice.commit(AccountDecisions.setGrant(
                alice.state, UserStory.ALICE, AdminRole.PROJECT, List.of(AdminRole.ADMIN.key()), alice.now));
        for (Reply refused : List.of(
                change(alice, Map.of("g2", "Boss"), Set.of()),
                change(alice, Map.of(), Set.of("g1")),
                change(alice, Map.of("g2", "Boss"), Set.of("g1")))) {
            assertThat(((Refused) refused).reason()).isEqualTo(Refused.Reason.FORBIDDEN);
        }
        assertThat(((Refused) rename(alice, Map.of("g1", "Interns"))).reason())
                .as("a name decides what apps allow")
                .isEqualTo(Refused.Reason.FORBIDDEN);
        assertThat(groups(alice)).containsExactly("Staff");
        assertThat(rename(alice, Map.of("g1", "Staff", "g9", "Nobody's")))
                .as("of no group of hers")
                .isInstanceOf(AccountCommand.User.class);
        assertThat(change(alice, Map.of("g1", "Staff"), Set.of("g9")))
                .as("what is so already")
                .isInstanceOf(AccountCommand.User.class);
        assertThat(change(alice, Map.of("g2", "Boss"), Map.of(), Set.of(), Set.of(AdminRole.values())))
                .isInstanceOf(AccountCommand.User.class);
        assertThat(groups(alice)).containsExactlyInAnyOrder("Boss", "Staff");
    }

    @Test
    void aTrialIsAnsweredAsTheChangeWouldBeAndChangesNothing() {
        UserStory alice = UserStory.ofAlice();
        assertThat(tryOut(alice, Map.of("g1", "Staff"))).isInstanceOf(AccountCommand.User.class);
        assertThat(alice.events).isEmpty();
        assertThat(groups(alice)).isEmpty();
        alice.commit(AccountDecisions.setGrant(
                alice.state, UserStory.ALICE, AdminRole.PROJECT, List.of(AdminRole.ADMIN.key()), alice.now));
        assertThat(((Refused) tryOut(alice, Map.of("g1", "Staff"))).reason()).isEqualTo(Refused.Reason.FORBIDDEN);
    }

    @Test
    void aGroupThatIsBeingDeletedIsChangedNoMoreAndKeepsItsNameToTheEnd() {
        create("g1", "Staff");
        Instant read = group("g1").updatedAt();
        assertThat(beginDelete("g1")).isEqualTo(new Done());
        assertThat(beginDelete("g1")).as("sent again").isEqualTo(new Done());
        assertThat(story.events).isEmpty();
        assertThat(group("g1").deleting()).isTrue();
        assertThat(code(update("g1", "Crew", read))).isEqualTo("being_deleted");
        assertThat(code(update("g1", "Staff", read))).isEqualTo("being_deleted");
        assertThat(code(create("g2", "Staff"))).isEqualTo("name_taken");
        story.commit(GroupDecisions.delete(
                story.state, new GroupCommand.Delete(WorkspaceStory.SLUG, "g1", WorkspaceStory.ACT, Nobody.replies())));
        assertThat(create("g2", "Staff")).isInstanceOf(Group.class);
        assertThat(code(beginDelete("g1"))).isEqualTo("not_found");
    }

    @Test
    void aNameIsComparedByTheKeyThatIsKept() {
        create("g1", "Ｓtaff");
        assertThat(story.state.groups().byId().get("g1").nameKey()).isEqualTo("staff");
        update("g1", "CREW", group("g1").updatedAt());
        finish("g1", "CREW");
        assertThat(story.state.groups().byId().get("g1").nameKey()).isEqualTo("crew");
        GroupCommand.Groups found = GroupDecisions.find(
                story.state, new GroupCommand.Find(WorkspaceStory.SLUG, "Crew", null, "", 0, 9, Nobody.replies()));
        assertThat(found.items()).extracting(Group::id).containsExactly("g1");
    }

    @Test
    void oneIsInSoManyGroupsAndNoMore() {
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i <= ExtendedProfileRules.MEMBERSHIP_LIMIT; i++) {
            all.put("g" + i, "Group " + i);
        }
        UserStory alice = UserStory.ofAlice();
        assertThat(change(alice, all, Set.of())).isInstanceOf(Refused.class);
        all.remove("g0");
        assertThat(change(alice, all, Set.of())).isInstanceOf(AccountCommand.User.class);
    }

    @Test
    void aTokenIsGoodUntilItEndsOrIsDeletedAndNoOtherTextIs() {
        ScimToken made = token("t1", Duration.ofHours(1));
        Secret secret = made.token();
        assertThat(secret).isNotNull();
        assertThat(verify(secret.reveal())).isInstanceOf(ScimToken.class);
        assertThat(secret.reveal()).startsWith(made.prefix());
        for (String wrong : new String[] {
            "",
            "prysm_scim_",
            "prysm_scim_t1.",
            "prysm_scim_t1.x",
            "prysm_scim_t2" + secret.reveal().substring(13),
            secret.reveal() + "x",
            secret.reveal().toUpperCase(java.util.Locale.ROOT)
        }) {
            assertThat(verify(wrong)).as(wrong).isInstanceOf(Refused.class);
        }
        assertThat(story.events.toString()).doesNotContain(secret.reveal().substring(14));

        story.pass(Duration.ofHours(1));
        assertThat(verify(secret.reveal())).as("ended").isInstanceOf(Refused.class);

        Secret second = token("t2", null).token();
        assertThat(second).isNotNull();
        assertThat(verify(second.reveal())).isInstanceOf(ScimToken.class);
        assertThat(story.commit(ScimTokenDecisions.delete(
                        story.state,
                        new ScimTokenCommand.Delete(WorkspaceStory.SLUG, "t2", WorkspaceStory.ACT, Nobody.replies()))))
                .isEqualTo(new Done());
        assertThat(verify(second.reveal())).as("deleted").isInstanceOf(Refused.class);
    }

    private ScimToken token(String id, @Nullable Duration life) {
        return (ScimToken) story.commit(ScimTokenDecisions.create(
                story.state,
                new ScimTokenCommand.Create(
                        WorkspaceStory.SLUG, id, "Okta", life, WorkspaceStory.ACT, Nobody.replies()),
                null,
                story.random,
                story.now));
    }

    private Reply verify(String text) {
        return ScimTokenDecisions.verify(story.state, new Secret(text), story.now);
    }

    private Reply create(String id, String name) {
        return story.commit(GroupDecisions.create(
                story.state,
                new GroupCommand.Create(WorkspaceStory.SLUG, id, name, null, WorkspaceStory.ACT, Nobody.replies()),
                story.now));
    }

    private Reply update(String id, String name, Instant basis) {
        return story.commit(GroupDecisions.update(
                story.state,
                new GroupCommand.Update(
                        WorkspaceStory.SLUG, id, name, null, basis, WorkspaceStory.ACT, Nobody.replies()),
                story.now));
    }

    private void finish(String id, String name) {
        story.commit(GroupDecisions.finishRename(
                story.state,
                new GroupCommand.FinishRename(WorkspaceStory.SLUG, id, name, WorkspaceStory.ACT, Nobody.replies())));
    }

    private Group group(String id) {
        return (Group) GroupDecisions.get(story.state, id);
    }

    private Reply beginDelete(String id) {
        return story.commit(GroupDecisions.beginDelete(
                story.state,
                new GroupCommand.BeginDelete(WorkspaceStory.SLUG, id, WorkspaceStory.ACT, Nobody.replies())));
    }

    private static Reply rename(UserStory user, Map<String, String> names) {
        return change(user, Map.of(), names, Set.of(), Set.of());
    }

    private static Reply tryOut(UserStory user, Map<String, String> join) {
        return user.commit(MembershipDecisions.change(
                user.state, membership(join, Map.of(), Set.of(), Set.of(AdminRole.USER_MANAGER), true), user.now));
    }

    private static Reply change(UserStory user, Map<String, String> join, Set<String> leave) {
        return change(user, join, Map.of(), leave, Set.of(AdminRole.USER_MANAGER));
    }

    private static Reply change(
            UserStory user,
            Map<String, String> join,
            Map<String, String> rename,
            Set<String> leave,
            Set<AdminRole> manages) {
        return user.commit(
                MembershipDecisions.change(user.state, membership(join, rename, leave, manages, false), user.now));
    }

    private static AccountCommand.ChangeMembership membership(
            Map<String, String> join,
            Map<String, String> rename,
            Set<String> leave,
            Set<AdminRole> manages,
            boolean trial) {
        return new AccountCommand.ChangeMembership(
                UserStory.SLUG, UserStory.ALICE, join, rename, leave, manages, trial, UserStory.ACT, Nobody.replies());
    }

    private static List<String> groups(UserStory user) {
        return ((AccountCommand.User) AccountDecisions.get(user.state, UserStory.ALICE))
                .profile()
                .more()
                .groupNames();
    }

    private static String code(Reply reply) {
        return ((Refused) reply).code();
    }
}
