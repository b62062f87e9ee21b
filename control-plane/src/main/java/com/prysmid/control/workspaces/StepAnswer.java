package com.prysmid.control.workspaces;

import com.prysmid.control.dataplane.Activated;
import com.prysmid.control.dataplane.DataPlaneReply;
import com.prysmid.control.dataplane.KeysReady;
import com.prysmid.control.dataplane.SchemaReady;

/** The data plane's answer to a step, with the step it answers. */
sealed interface StepAnswer {
    DataPlaneReply<?> reply();

    SagaStep step();

    record Schema(DataPlaneReply<SchemaReady> reply) implements StepAnswer {
        @Override
        public SagaStep step() {
            return SagaStep.SCHEMA;
        }
    }

    record Keys(DataPlaneReply<KeysReady> reply) implements StepAnswer {
        @Override
        public SagaStep step() {
            return SagaStep.KEYS;
        }
    }

    /** @param keyId of the key that was to be set */
    record ServiceAccount(String keyId, DataPlaneReply<String> reply) implements StepAnswer {
        @Override
        public SagaStep step() {
            return SagaStep.SERVICE_ACCOUNT;
        }
    }

    record Activation(DataPlaneReply<Activated> reply) implements StepAnswer {
        @Override
        public SagaStep step() {
            return SagaStep.ACTIVATION;
        }
    }
}
