/** Tests of what is deployed, without servers. */
@NullMarked
package io.clientele.stack.deployment;

import org.jspecify.annotations.NullMarked;
