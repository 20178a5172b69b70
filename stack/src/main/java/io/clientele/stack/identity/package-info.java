/** Shows who is taken for whom, and lets a person decide otherwise. */
@NullMarked
package io.clientele.stack.identity;

import org.jspecify.annotations.NullMarked;
