@NullMarked
package io.clientele.stack.imports;

import org.jspecify.annotations.NullMarked;
