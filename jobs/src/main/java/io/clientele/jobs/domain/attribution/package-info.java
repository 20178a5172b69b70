/** What the channels on the way to an order are worth, and who gets a campaign's message and who does not. */
@NullMarked
package io.clientele.jobs.domain.attribution;

import org.jspecify.annotations.NullMarked;
