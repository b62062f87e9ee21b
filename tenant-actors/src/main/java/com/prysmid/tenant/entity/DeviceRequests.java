package com.prysmid.tenant.entity;

import com.prysmid.tenant.crypto.RandomSecrets;
import com.prysmid.tenant.crypto.SecretDigest;
import com.prysmid.tenant.decide.GrantDecisions;
import com.prysmid.tenant.decide.PollPace;
import com.prysmid.tenant.protocol.DeviceCommand;
import com.prysmid.tenant.protocol.Done;
import com.prysmid.tenant.protocol.GrantCommand.CodeRequest;
import com.prysmid.tenant.protocol.Refused;
import com.prysmid.tenant.protocol.Reply;
import com.prysmid.tenant.protocol.Secret;
import com.prysmid.tenant.protocol.UserCode;
import com.prysmid.tenant.state.AppRegistry.App;
import com.prysmid.tenant.state.WorkspaceState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The devices that wait for a person (RFC 8628): kept in memory, by one workspace's only entity, so that a person answers each
 * once and one poll alone carries the answer away. Used by the entity's thread only.
 */
final class DeviceRequests {
    /** So long a person has to type the code and to decide. */
    static final Duration LIFE = Duration.ofMinutes(10);

    /** For so long after its end a device is told that, rather than that it was never known. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private static final int LIMIT = 10_000;
    /** Anybody can begin requests in the name of a public app: one app's flood leaves room for the others. */
    private static final int LIMIT_PER_APP = 2_000;

    /** What a person said. */
    private sealed interface Answer {
        record None() implements Answer {}

        record Yes(Secret code) implements Answer {}

        record No() implements Answer {}
    }

    private record Request(UserCode userCode, CodeRequest code, Instant expiresAt, PollPace pace, Answer answer) {
        boolean isOver(Instant now) {
            return !now.isBefore(expiresAt);
        }

        Request with(PollPace next) {
            return new Request(userCode, code, expiresAt, next, answer);
        }

        Request with(Answer given) {
            return new Request(userCode, code, expiresAt, pace, given);
        }
    }

    private final RandomSecrets random;
    private final WrongGuesses guesses = new WrongGuesses();
    /** By the digest of the device code; in the order of their end. */
    private final Map<String, Request> byDevice = new LinkedHashMap<>();

    private final Map<UserCode, String> byUserCode = new HashMap<>();

    DeviceRequests(RandomSecrets random) {
        this.random = random;
    }

    Reply answer(WorkspaceState state, DeviceCommand command, Instant now) {
        sweep(now);
        return switch (command) {
            case DeviceCommand.Begin c -> begin(c, now);
            case DeviceCommand.Look c -> look(state, c, now);
            case DeviceCommand.Approve c -> decide(c.userCode(), new Answer.Yes(c.code()), now);
            case DeviceCommand.Deny c -> decide(c.userCode(), new Answer.No(), now);
            case DeviceCommand.Poll c -> poll(c, now);
        };
    }

    private Reply begin(DeviceCommand.Begin command, Instant now) {
        long ofApp = byDevice.values().stream()
                .filter(request -> request.code().clientId().equals(command.clientId()))
                .limit(LIMIT_PER_APP)
                .count();
        if (byDevice.size() >= LIMIT || ofApp >= LIMIT_PER_APP) {
            return Refused.overloaded(PollPace.INTERVAL);
        }
        UserCode userCode = newUserCode();
        Secret deviceCode = new Secret(random.secret());
        String digest = digest(deviceCode);
        CodeRequest code = new CodeRequest(
                command.clientId(),
                null,
                command.scopes(),
                null,
                null,
                command.refreshable(),
                command.details(),
                null,
                null);
        byDevice.put(digest, new Request(userCode, code, now.plus(LIFE), PollPace.FIRST, new Answer.None()));
        byUserCode.put(userCode, digest);
        return new DeviceCommand.Begun(deviceCode, userCode, LIFE, PollPace.INTERVAL);
    }

    private UserCode newUserCode() {
        UserCode code;
        do {
            code = new UserCode(random.text(UserCode.LENGTH, UserCode.ALPHABET));
        } while (byUserCode.containsKey(code));
        return code;
    }

    private Reply look(WorkspaceState state, DeviceCommand.Look command, Instant now) {
        if (!guesses.mayGuess(command.guessers(), now)) {
            return Refused.guessedTooOften(guesses.remaining(now));
        }
        Optional<Request> request = waiting(command.userCode(), now);
        Optional<App> app =
                request.flatMap(found -> state.apps().find(found.code().clientId()));
        if (app.isEmpty()) {
            guesses.count(command.guessers(), now);
            return unknown();
        }
        return new DeviceCommand.Waiting(
                app.get().metadata().clientName(), untilTheEnd(request.get(), now), state.settings());
    }

    /** The person's code lives as long as the device waits: it may come for it any moment until then. */
    private static CodeRequest untilTheEnd(Request request, Instant now) {
        CodeRequest code = request.code();
        return new CodeRequest(
                code.clientId(),
                code.redirectUri(),
                code.scopes(),
                code.nonce(),
                code.codeChallenge(),
                code.refreshable(),
                code.details(),
                Duration.between(now, request.expiresAt()),
                null);
    }

    private Reply decide(UserCode userCode, Answer answer, Instant now) {
        return waiting(userCode, now)
                .<Reply>map(request -> {
                    byDevice.put(byUserCode.remove(userCode), request.with(answer));
                    return new Done();
                })
                .orElseGet(DeviceRequests::unknown);
    }

    private Reply poll(DeviceCommand.Poll command, Instant now) {
        String digest = digest(command.deviceCode());
        Request request = byDevice.get(digest);
        if (request == null || !request.code().clientId().equals(command.clientId())) {
            return GrantDecisions.invalidGrant();
        }
        if (request.isOver(now)) {
            return PollPace.expired();
        }
        return switch (request.answer()) {
            case Answer.None none -> {
                byDevice.put(digest, request.with(request.pace().polled(now)));
                yield request.pace().pending(now);
            }
            case Answer.No no -> PollPace.denied();
            case Answer.Yes(var code) -> {
                byDevice.remove(digest);
                yield new DeviceCommand.Approved(code);
            }
        };
    }

    /** Nobody has answered it, and its time is not over. */
    private Optional<Request> waiting(UserCode userCode, Instant now) {
        return Optional.ofNullable(byUserCode.get(userCode)).map(byDevice::get).filter(request -> !request.isOver(now));
    }

    private void sweep(Instant now) {
        Iterator<Map.Entry<String, Request>> oldest = byDevice.entrySet().iterator();
        while (oldest.hasNext()) {
            Map.Entry<String, Request> entry = oldest.next();
            Request request = entry.getValue();
            if (now.isBefore(request.expiresAt().plus(REMEMBERED))) {
                return;
            }
            // Once answered, its user code may be another device's by now.
            byUserCode.remove(request.userCode(), entry.getKey());
            oldest.remove();
        }
    }

    private static String digest(Secret deviceCode) {
        return SecretDigest.of(deviceCode.reveal()).base64Url();
    }

    private static Refused unknown() {
        return Refused.notFound("device code");
    }
}
