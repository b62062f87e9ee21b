package com.prysmid.tenant.protocol;

/** An answer of an entity. */
public interface Reply extends Message {}
