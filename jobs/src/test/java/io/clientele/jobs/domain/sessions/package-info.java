@NullMarked
package io.clientele.jobs.domain.sessions;

import org.jspecify.annotations.NullMarked;
