package com.prysmid.control.vault;

import com.prysmid.control.value.Slug;

/**
 * Whose secret it is. A slug that is used again after a deletion belongs to another creation.
 *
 * @param creationId names one creation of a workspace
 */
public record Binding(Slug slug, String creationId) {}
