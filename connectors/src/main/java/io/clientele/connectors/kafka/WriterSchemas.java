package io.clientele.connectors.kafka;

import java.io.Serializable;
import org.apache.avro.Schema;

/** Finds the schema an event was written with. */
@FunctionalInterface
public interface WriterSchemas extends Serializable {

    /**
     * The schema of an id.
     *
     * @throws UnknownSchema if the registry answers that it has none
     * @throws RegistryFailure if the registry does not answer
     */
    Schema byId(int id) throws UnknownSchema;
}
