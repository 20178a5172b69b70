@NullMarked
package io.clientele.schemas.tables;

import org.jspecify.annotations.NullMarked;
