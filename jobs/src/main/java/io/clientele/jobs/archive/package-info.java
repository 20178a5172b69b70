/** The archive job: every event of every topic in {@code raw.*} once, everything else among the dead letters. */
@NullMarked
package io.clientele.jobs.archive;

import org.jspecify.annotations.NullMarked;
