/** What becomes of a cart: what is in it, when it was left, and whether it was ordered. */
@NullMarked
package io.clientele.jobs.domain.carts;

import org.jspecify.annotations.NullMarked;
