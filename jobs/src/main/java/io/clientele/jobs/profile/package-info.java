/** The profile job: customer profiles, live RFM scores, segment changes. */
@NullMarked
package io.clientele.jobs.profile;

import org.jspecify.annotations.NullMarked;
