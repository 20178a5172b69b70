@NullMarked
package io.clientele.jobs.domain.carts;

import org.jspecify.annotations.NullMarked;
