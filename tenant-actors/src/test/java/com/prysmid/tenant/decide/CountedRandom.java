package com.prysmid.tenant.decide;

import com.prysmid.tenant.crypto.RandomSource;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** Never the same twice, and the same in every run. */
public final class CountedRandom implements RandomSource {
    private final AtomicLong count = new AtomicLong();

    @Override
    public void fill(byte[] target) {
        ByteBuffer.wrap(target).putLong(count.incrementAndGet());
    }
}
