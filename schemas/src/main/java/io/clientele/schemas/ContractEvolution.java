package io.clientele.schemas;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/**
 * Whether a new version of a contract can read everything written under the earlier ones (BACKWARD, transitively), and
 * whether the tables that hold those events can follow it.
 */
final class ContractEvolution {
    private ContractEvolution() {}

    /** What forbids the change; empty if nothing does. */
    static List<String> problems(Schema candidate, List<Schema> released) {
        List<String> problems = new ArrayList<>();
        for (int version = 1; version <= released.size(); version++) {
            Schema writer = released.get(version - 1);
            SchemaCompatibility.SchemaPairCompatibility pair =
                    SchemaCompatibility.checkReaderWriterCompatibility(candidate, writer);
            if (pair.getType() != SchemaCompatibilityType.COMPATIBLE) {
                for (SchemaCompatibility.Incompatibility problem :
                        pair.getResult().getIncompatibilities()) {
                    problems.add("version " + version + ": " + problem.getType() + " at " + problem.getLocation() + ": "
                            + problem.getMessage());
                }
            }
            compareRecords("version " + version + ": ", candidate, writer, problems);
        }
        return problems;
    }

    /** What Avro lets pass and a table does not: fields that go, and bytes that get another meaning. */
    private static void compareRecords(String place, Schema candidate, Schema released, List<String> problems) {
        for (Schema.Field field : released.getFields()) {
            Schema.Field found = candidate.getField(field.name());
            if (found == null) {
                problems.add(
                        place + field.name() + " is gone; keep it, nullable, and say in its doc that it is unused");
            } else {
                compare(place + field.name(), found.schema(), field.schema(), problems);
                List<String> forbidden = new ArrayList<>(EventContract.allowed(field));
                forbidden.removeAll(EventContract.allowed(found));
                if (!EventContract.allowed(found).isEmpty() && !forbidden.isEmpty()) {
                    problems.add(place + field.name() + " no longer allows " + forbidden
                            + ": a rebuild would refuse what was accepted");
                }
            }
        }
    }

    private static void compare(String place, Schema candidate, Schema released, List<String> problems) {
        Schema now = present(candidate);
        Schema then = present(released);
        if (!Objects.equals(now.getLogicalType(), then.getLogicalType())) {
            problems.add(place + " was " + then + " and is " + now + ": the same bytes would mean something else");
        } else if (now.getType() != then.getType()) {
            problems.add(place + " was " + then.getType() + " and is " + now.getType());
        } else if (now.getType() == Schema.Type.ARRAY) {
            compare(place + "[]", now.getElementType(), then.getElementType(), problems);
        } else if (now.getType() == Schema.Type.RECORD) {
            compareRecords(place + ".", now, then, problems);
        }
    }

    private static Schema present(Schema schema) {
        return schema.isUnion()
                ? schema.getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow()
                : schema;
    }
}
