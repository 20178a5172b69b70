/** What the line needs in its servers: topics, schemas, tables, views. Deployed as often as wanted, changing only what differs. */
@NullMarked
package io.clientele.stack.deployment;

import org.jspecify.annotations.NullMarked;
