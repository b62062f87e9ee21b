/**
 * The control database: its versioned DDL, the stock persistence plugin's connection settings, and the serializer that gives
 * every persisted event a stable wire name.
 *
 * <p>The plugin runs Slick inside; nothing here does. It never holds business rules.
 */
@NullMarked
package com.prysmid.control.store;

import org.jspecify.annotations.NullMarked;
