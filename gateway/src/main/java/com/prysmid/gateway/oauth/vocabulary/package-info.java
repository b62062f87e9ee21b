/**
 * What this server speaks: the tables that the endpoints work by and that discovery publishes. Data only.
 */
@NullMarked
package com.prysmid.gateway.oauth.vocabulary;

import org.jspecify.annotations.NullMarked;
