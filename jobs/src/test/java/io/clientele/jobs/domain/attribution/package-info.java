@NullMarked
package io.clientele.jobs.domain.attribution;

import org.jspecify.annotations.NullMarked;
