@NullMarked
package io.clientele.stack.rebuild;

import org.jspecify.annotations.NullMarked;
