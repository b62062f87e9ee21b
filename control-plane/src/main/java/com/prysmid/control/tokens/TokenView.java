package com.prysmid.control.tokens;

import com.prysmid.control.value.DisplayName;
import java.time.Instant;

/**
 * A token as the API shows it.
 *
 * @param createdBy the id of the token that asked for it, or {@code bootstrap}
 */
public record TokenView(String id, DisplayName name, Instant createdAt, String createdBy) {}
