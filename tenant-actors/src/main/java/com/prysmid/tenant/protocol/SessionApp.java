package com.prysmid.tenant.protocol;

/**
 * An app that was given codes or tokens in a session.
 *
 * @param sid the {@code sid} by which that app knows the session: an older one where a new sign-in of the same browser
 *            has renewed it since
 */
public record SessionApp(String clientId, String sid) {}
