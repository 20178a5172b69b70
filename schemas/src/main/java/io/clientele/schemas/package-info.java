/**
 * The contracts of the Kafka topics: what an event looks like, what makes it valid, how it is read from JSON, and how a
 * contract may change.
 */
@NullMarked
package io.clientele.schemas;

import org.jspecify.annotations.NullMarked;
