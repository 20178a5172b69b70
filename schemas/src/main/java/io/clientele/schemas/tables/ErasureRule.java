package io.clientele.schemas.tables;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.types.Types;

/**
 * What the erasure of a person does to the rows of a table. It follows from the columns, so that a new table falls under a rule by
 * what it is made of, or is refused.
 */
public enum ErasureRule {
    /** Nothing in it is anybody's. */
    NOTHING,
    /**
     * An event stays, without whom it is of: what was sold and how often a product was looked at are the shop's own figures, every
     * record stays accounted for, and a rebuild gives what is there.
     */
    ANONYMISE,
    /** What is known of a person is deleted. */
    DELETE,
    /** A refused record stays as the place where it was; its bytes go. */
    CLEAR_BYTES;

    /** The columns that name a person, by the types of identifiers. */
    public static final List<String> IDENTIFIERS =
            List.of("customer_id", "loyalty_id", "email_sha256", "phone_sha256", "device_id", "anonymous_id");

    /** Columns of an event that are not personal data by themselves, but can lead to a person or are words of theirs. */
    static final Set<String> TELLING = Set.of(
            "session_id",
            "cart_id",
            "page_url",
            "referrer",
            "query",
            "link_url",
            "post_id",
            "reason",
            "attributes",
            "interests",
            "locale",
            "timezone");

    /**
     * The rule of a table.
     *
     * @throws IllegalArgumentException if the table has personal data and nothing by which to find a person's rows
     */
    public static ErasureRule of(TableDefinition table) {
        if (has(table, "owner")) {
            return ANONYMISE;
        }
        if (has(table, "record_value")) {
            return CLEAR_BYTES;
        }
        if (has(table, "person_id") || has(table, "identifier_value")) {
            return DELETE;
        }
        if (table.piiColumns().isEmpty()) {
            return NOTHING;
        }
        throw new IllegalArgumentException(
                ("%s has personal data in %s, but neither person_id, identifier_value nor owner: say in ErasureRule how a person"
                                + " is erased from it")
                        .formatted(table.fullName(), table.piiColumns()));
    }

    /** The columns that are emptied where a row is anonymised, in the table's order. */
    public static List<Types.NestedField> anonymised(TableDefinition table) {
        Set<String> names = new LinkedHashSet<>(table.piiColumns());
        names.addAll(TELLING);
        return table.schema().columns().stream()
                .filter(column -> names.contains(column.name()))
                .toList();
    }

    private static boolean has(TableDefinition table, String column) {
        return table.schema().findField(column) != null;
    }
}
