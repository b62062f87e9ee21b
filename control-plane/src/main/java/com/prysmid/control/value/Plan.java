package com.prysmid.control.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What a customer pays for, and the limits that come with it. */
public enum Plan {
    FREE("free", 30),
    PRO("pro", 90),
    ENTERPRISE("enterprise", 365);

    private final String wire;
    private final int auditRetentionDays;

    Plan(String wire, int auditRetentionDays) {
        this.wire = wire;
        this.auditRetentionDays = auditRetentionDays;
    }

    /** The plan of that wire name, or an {@link InvalidValue}. */
    @JsonCreator
    public static Plan parse(String text) {
        for (Plan plan : values()) {
            if (plan.wire.equals(text)) {
                return plan;
            }
        }
        throw new InvalidValue("unknown_plan", "must be one of free, pro, enterprise");
    }

    /** The name in JSON. */
    @JsonValue
    public String wire() {
        return wire;
    }

    /** How many days the workspace's audit rows are kept. */
    public int auditRetentionDays() {
        return auditRetentionDays;
    }
}
