package com.prysmid.tenant.crypto;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.util.Map;
import java.util.Optional;

/**
 * A thread that computes for long and whose result nobody awaits within milliseconds: the kernel lets every thread that wakes go
 * before it, and gives it what processor time the others leave, in long slices. On Linux only, where the JVM's own thread priorities
 * do nothing without privileges, and say nothing of slices, which is what counts ({@code sched(7)},
 * {@code sched_setattr(2)}). Elsewhere, and where the kernel refuses, such a thread is as any other.
 */
final class PatientThread {

    /** The least share of a processor against others: 15 to their 1024. */
    private static final int NICE = 19;

    /** {@code SCHED_BATCH}: never runs instead of one that has just woken. */
    private static final int BATCH = 3;

    /** The longest slice that the kernel grants, 100 ms in nanoseconds: who asks for shorter ones goes first. */
    private static final long SLICE = 100_000_000;

    /** The number of the {@code sched_setattr} system call, for which the C library has no function. */
    private static final Map<String, Long> SYSTEM_CALL = Map.of("amd64", 314L, "aarch64", 274L);

    /** {@code struct sched_attr} in its first version: size, policy, flags, nice, priority, runtime, deadline, period. */
    private static final int ATTRIBUTES_SIZE = 48;

    private static final int POLICY_AT = 4;
    private static final int NICE_AT = 16;
    private static final int RUNTIME_AT = 24;

    private PatientThread() {}

    private interface Kernel extends Library {
        long syscall(long number, Object... arguments);
    }

    /**
     * Makes the calling thread one, for the rest of its life: the way back takes privileges.
     *
     * @return whether this system can do it and did
     */
    static boolean becomeOne() {
        Optional<Long> call = System.getProperty("os.name").equals("Linux")
                ? Optional.ofNullable(SYSTEM_CALL.get(System.getProperty("os.arch")))
                : Optional.empty();
        return call.isPresent() && become(call.get());
    }

    private static boolean become(long call) {
        try (Memory attributes = new Memory(ATTRIBUTES_SIZE)) {
            attributes.clear();
            attributes.setInt(0, ATTRIBUTES_SIZE);
            attributes.setInt(POLICY_AT, BATCH);
            attributes.setInt(NICE_AT, NICE);
            attributes.setLong(RUNTIME_AT, SLICE);
            Kernel kernel = Native.load("c", Kernel.class);
            long thisThread = 0;
            long noFlags = 0;
            return kernel.syscall(call, thisThread, attributes, noFlags) == 0;
        } catch (LinkageError noNativeCode) {
            return false;
        }
    }
}
