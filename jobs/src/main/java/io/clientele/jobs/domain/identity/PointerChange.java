package io.clientele.jobs.domain.identity;

import org.jspecify.annotations.Nullable;

/**
 * An identifier belongs to another person than before.
 *
 * @param identifier {@code type:value}
 * @param oldPersonId null when the identifier is new
 */
public record PointerChange(String identifier, @Nullable String oldPersonId, String newPersonId) {}
