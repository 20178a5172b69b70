package io.clientele.schemas;

import java.util.Set;

/** The attributes of customers that have a field of their own in the contract and the views, by the names that the views give them. */
public final class CustomerAttributes {
    /** Those of {@code core.customer_attributes} and of {@code core.customer_pii}. */
    public static final Set<String> NAMES = Set.of(
            "country",
            "locale",
            "timezone",
            "preferred_channel",
            "interests",
            "postal_region",
            "birth_decade",
            "loyalty_tier",
            "first_name",
            "last_name",
            "email",
            "phone",
            "birth_date",
            "gender",
            "postal_code",
            "city");

    private CustomerAttributes() {}
}
