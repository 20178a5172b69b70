package io.clientele.schemas;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/** The versions of the contracts that were released: {@code contracts/<subject>.<n>.avsc}, n from 1. */
public final class FrozenContracts {
    private FrozenContracts() {}

    /** The released versions of a contract, the oldest first. */
    public static List<Schema> of(EventContract contract) {
        List<Schema> versions = new ArrayList<>();
        while (true) {
            String resource = "/contracts/" + fileName(contract, versions.size() + 1);
            try (InputStream source = FrozenContracts.class.getResourceAsStream(resource)) {
                if (source == null) {
                    return List.copyOf(versions);
                }
                versions.add(new Schema.Parser().parse(source));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + resource, e);
            }
        }
    }

    static String fileName(EventContract contract, int version) {
        return contract.subject() + "." + version + ".avsc";
    }
}
