/** Measurements of the jobs: what they cost, and what is compared with what. */
@NullMarked
package io.clientele.bench;

import org.jspecify.annotations.NullMarked;
