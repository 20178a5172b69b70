package io.clientele.stack.parts;

import org.jspecify.annotations.Nullable;

/**
 * What is known about a part.
 *
 * @param address where users reach it; null where there is nothing to reach
 * @param pid null if it does not run
 * @param residentMegabytes -1 if unknown
 */
public record PartStatus(
        String name,
        String title,
        @Nullable String address,
        Health health,
        @Nullable Long pid,
        long residentMegabytes) {}
