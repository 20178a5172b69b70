/**
 * Which identifiers belong to one person: a pure function of the set of observed links and explicit decisions, from
 * scratch ({@link io.clientele.jobs.domain.identity.IdentityResolution}) and fact by fact
 * ({@link io.clientele.jobs.domain.identity.IdentityGraph}), with the same result.
 */
@NullMarked
package io.clientele.jobs.domain.identity;

import org.jspecify.annotations.NullMarked;
