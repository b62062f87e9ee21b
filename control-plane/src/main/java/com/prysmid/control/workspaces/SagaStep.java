package com.prysmid.control.workspaces;

import com.fasterxml.jackson.annotation.JsonValue;

/** The steps of provisioning, in order. Each may be asked of the data plane any number of times. */
public enum SagaStep {
    SCHEMA("schema"),
    KEYS("keys"),
    SERVICE_ACCOUNT("service-account"),
    ACTIVATION("activation");

    private final String wire;

    SagaStep(String wire) {
        this.wire = wire;
    }

    /** The name in JSON and in the provisioning port's path. */
    @JsonValue
    public String wire() {
        return wire;
    }
}
