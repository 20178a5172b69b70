/** What the lake says of one customer, readable on a terminal. */
@NullMarked
package io.clientele.stack.customer;

import org.jspecify.annotations.NullMarked;
