package com.prysmid.gateway.http;

/** To whom an endpoint speaks: decides how errors look, and what a suspended workspace answers. */
public enum Surface {
    /** People in browsers: HTML; a suspended workspace answers 403 with a page. */
    PAGE,
    /** OAuth clients: RFC 6749 §5.2 JSON; a suspended workspace answers {@code access_denied}. */
    OAUTH,
    /** Scripts: RFC 9457 problem+json; a suspended workspace answers 403. */
    API,
    /** SCIM clients: RFC 7644 §3.12; a suspended workspace answers 403. */
    SCIM,
    /** Public metadata, readable across origins; served while suspended too. */
    METADATA
}
