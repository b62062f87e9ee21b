/**
 * JSON in and out of our own APIs: snake_case records, read strictly.
 *
 * <p>In: bytes, or a tree. Out: a record ({@link com.prysmid.gateway.json.RecordReader}), or everything that is wrong with it at
 * once. {@link com.prysmid.gateway.json.MergePatch} is RFC 7396. Knows no resource.
 */
@NullMarked
package com.prysmid.gateway.json;

import org.jspecify.annotations.NullMarked;
