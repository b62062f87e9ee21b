package com.prysmid.bench;

/** CPU figures are per operation. */
record Measurement(
        double perSecond,
        double p50Millis,
        double p99Millis,
        double nodeCpuMillis,
        double postgresCpuMillis,
        long errors) {}
