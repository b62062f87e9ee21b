package com.prysmid.tenant.protocol;

/** Everything that may cross from node to node; bound to the Jackson CBOR serializer in the module's configuration. */
public interface Message {}
