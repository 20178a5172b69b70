/** What a customer does between orders, in bounded and mergeable form. */
@NullMarked
package io.clientele.jobs.domain.behaviour;

import org.jspecify.annotations.NullMarked;
