@NullMarked
package io.clientele.jobs.domain.identity;

import org.jspecify.annotations.NullMarked;
