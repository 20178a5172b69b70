@NullMarked
package io.clientele.schemas;

import org.jspecify.annotations.NullMarked;
