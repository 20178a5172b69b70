package io.clientele.jobs.erasure;

import org.jspecify.annotations.Nullable;

/**
 * An identifier of a person who is to be forgotten.
 *
 * @param digest by which it is recognised, see {@link io.clientele.schemas.IdentifierDigest}
 * @param identifier {@code type:value}; null where it is forgotten already
 */
public record ErasedIdentifier(String digest, @Nullable String identifier) {}
