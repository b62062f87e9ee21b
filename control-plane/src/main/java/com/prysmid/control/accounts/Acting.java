package com.prysmid.control.accounts;

import com.prysmid.control.value.MemberId;

/** Who acts upon an account, as its rules see them. */
public sealed interface Acting {
    /** A person, who may do what their role in that account says at that moment. */
    record Member(MemberId id) implements Acting {}

    /**
     * A token: no person, so no member.
     *
     * @param most the role whose rules bind it
     */
    record Token(Role most) implements Acting {}
}
