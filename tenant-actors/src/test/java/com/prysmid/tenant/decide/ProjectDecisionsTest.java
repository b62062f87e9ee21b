package com.prysmid.tenant.decide;

import static com.prysmid.tenant.decide.UserStory.assertFields;
import static com.prysmid.tenant.decide.UserStory.assertRefused;
import static com.prysmid.tenant.decide.WorkspaceStory.ACT;
import static com.prysmid.tenant.decide.WorkspaceStory.SLUG;
import static org.assertj.core.api.Assertions.assertThat;

import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.ProjectCommand;
import com.prysmid.tenant.protocol.ProjectCommand.Project;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectDecisionsTest {
    private final WorkspaceStory acme = WorkspaceStory.active();

    @Test
    void theSameCreationTwiceIsAnsweredTheSameAndAnotherIsAConflict() {
        Reply first = acme.createProject("p2", "Two");
        acme.pass(Duration.ofHours(1));
        assertThat(acme.createProject("p2", "Two")).isEqualTo(first);
        assertThat(acme.events).isEmpty();
        assertRefused(acme.createProject("p2", "Three"), Refused.Reason.CONFLICT);
        assertFields(acme.createProject("p3", " "), "name");
    }

    @Test
    void nobodysProjectSharesTheIdOfTheBuiltInOne() {
        assertRefused(acme.createProject("workspace", "Mine"), Refused.Reason.CONFLICT);
        assertRefused(
                acme.commit(ProjectDecisions.delete(
                        acme.state, new ProjectCommand.Delete(SLUG, "workspace", ACT, Nobody.replies()))),
                Refused.Reason.NOT_FOUND);
        assertRefused(addRole("workspace", "workspace.owner", "Mine"), Refused.Reason.NOT_FOUND);
    }

    @Test
    void aProjectWithAppsIsNotDeleted() {
        acme.register("app-1", AppDraft.web());
        assertRefused(delete("p1"), Refused.Reason.CONFLICT);
        acme.deleteApp("app-1");
        assertThat(delete("p1")).isEqualTo(new Done());
        assertRefused(delete("p1"), Refused.Reason.NOT_FOUND);
        assertRefused(acme.register("app-1", AppDraft.web()), Refused.Reason.NOT_FOUND);
    }

    @Test
    void aRoleIsAddedOnceRenamedAndRemoved() {
        Reply first = addRole("p1", "editor", "Editor");
        assertThat(addRole("p1", "editor", "Editor")).isEqualTo(first);
        assertThat(acme.events).isEmpty();
        assertThat(((Project) addRole("p1", "editor", "Chief editor")).roles())
                .containsExactly(new ProjectCommand.Role("editor", "Chief editor"));
        assertThat(((Project) removeRole("p1", "editor")).roles()).isEmpty();
        assertRefused(removeRole("p1", "editor"), Refused.Reason.NOT_FOUND);
        assertRefused(addRole("p9", "editor", "Editor"), Refused.Reason.NOT_FOUND);
        assertFields(addRole("p1", "9 lives", " "), "key", "display_name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "-a", "a b", "a/b", "a\n", "\u00fc"})
    void aRoleKeyHasItsForm(String key) {
        assertFields(addRole("p1", key, "Role"), "key");
    }

    @Test
    void aProjectHasFiveHundredRolesAtMostAndTheseCanStillBeRenamed() {
        for (int i = 0; i < 500; i++) {
            addRole("p1", "role" + i, "Role");
        }
        assertRefused(addRole("p1", "one.more", "Role"), Refused.Reason.CONFLICT);
        assertThat(addRole("p1", "role7", "Seven")).isInstanceOf(Project.class);
    }

    @Test
    void rolesToBeGrantedExistAndThoseThatDoNotAreNamed() {
        addRole("p1", "editor", "Editor");
        assertThat(check("p1", "editor")).isEqualTo(new Done());
        assertFields(check("p1", "ghost", "editor", "ghost2"), "roles[0]", "roles[2]");
        assertFields(check("p9", "editor"), "project_id");
        assertThat(check("workspace", "workspace.owner")).isEqualTo(new Done());
        assertFields(check("workspace", "editor"), "roles[0]");
    }

    @Test
    void renamingToTheSameNameIsNotRecorded() {
        assertThat(((Project) rename("p1", "New")).name()).isEqualTo("New");
        rename("p1", "New");
        assertThat(acme.events).isEmpty();
        assertFields(rename("p1", "x".repeat(101)), "name");
        assertRefused(rename("p9", "New"), Refused.Reason.NOT_FOUND);
    }

    private Reply rename(String project, String name) {
        return acme.commit(ProjectDecisions.rename(
                acme.state, new ProjectCommand.Rename(SLUG, project, name, ACT, Nobody.replies())));
    }

    private Reply delete(String project) {
        return acme.commit(
                ProjectDecisions.delete(acme.state, new ProjectCommand.Delete(SLUG, project, ACT, Nobody.replies())));
    }

    private Reply addRole(String project, String key, String name) {
        return acme.commit(ProjectDecisions.addRole(
                acme.state, new ProjectCommand.AddRole(SLUG, project, key, name, ACT, Nobody.replies())));
    }

    private Reply removeRole(String project, String key) {
        return acme.commit(ProjectDecisions.removeRole(
                acme.state, new ProjectCommand.RemoveRole(SLUG, project, key, ACT, Nobody.replies())));
    }

    private Reply check(String project, String... roles) {
        return ProjectDecisions.checkRoles(
                acme.state, new ProjectCommand.CheckRoles(SLUG, project, List.of(roles), Nobody.replies()));
    }
}
