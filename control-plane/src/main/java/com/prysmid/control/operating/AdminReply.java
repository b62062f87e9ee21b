package com.prysmid.control.operating;

import com.fasterxml.jackson.databind.JsonNode;

/** What a request to a workspace's admin API came to. */
public sealed interface AdminReply {
    /** It was done. */
    record Done(JsonNode body) implements AdminReply {}

    /**
     * The workspace understood, and says no.
     *
     * @param code OAuth's error or the problem's code; empty where it gives none
     */
    record Refused(int status, String code) implements AdminReply {}

    /** The vault cannot use the account's key. */
    record KeyLost() implements AdminReply {}

    /**
     * Nobody knows whether it was done.
     *
     * @param reason for the log
     */
    record Unreachable(String reason) implements AdminReply {}
}
