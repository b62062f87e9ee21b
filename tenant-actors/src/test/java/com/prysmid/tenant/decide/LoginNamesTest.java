package com.prysmid.tenant.decide;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoginNamesTest {
    @Test
    void caseWidthAndOuterBlanksMakeNoDifference() {
        assertThat(LoginNames.key(" \uFF21lice\u00A0")).isEqualTo("alice");
        assertThat(LoginNames.key("ALICE")).isEqualTo(LoginNames.key("alice"));
        assertThat(LoginNames.key("\u212Bngstr\u00F6m")).isEqualTo(LoginNames.key("A\u030Angstro\u0308m"));
    }

    /** Of a key the key is itself, or a name could be looked up that nobody can register. */
    @Test
    void everyKeyIsItsOwnKey() {
        for (int c = 1; c <= Character.MAX_CODE_POINT; c++) {
            if (Character.isDefined(c) && Character.getType(c) != Character.SURROGATE) {
                String key = LoginNames.key("a" + Character.toString(c) + "b");
                assertThat(LoginNames.key(key)).as("U+%04X", c).isEqualTo(key);
            }
        }
    }
}
