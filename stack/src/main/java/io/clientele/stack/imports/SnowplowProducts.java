package io.clientele.stack.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.clientele.schemas.EventContract;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** The products of an event of Snowplow. One without a quantity is one unit; a category's levels come with slashes between. */
final class SnowplowProducts {
    private final EventContract contract;
    private final String list;
    private final List<JsonNode> products;
    private final @Nullable String currency;

    /**
     * @param list the field of the contract that they are for
     * @param products entities of the kind product
     */
    SnowplowProducts(EventContract contract, String list, List<JsonNode> products) {
        this.contract = contract;
        this.list = list;
        this.products = products;
        this.currency = products.isEmpty() ? null : SnowplowEntities.text(products.get(0), "currency");
    }

    /** Currency of the first; the prices of those in another one are left out. */
    @Nullable
    String currency() {
        return currency;
    }

    /** Whether each has a price in this currency. */
    boolean arePricedIn(String wanted) {
        return products.stream()
                .allMatch(product -> wanted.equals(SnowplowEntities.text(product, "currency"))
                        && SnowplowEntities.text(product, "price") != null);
    }

    /** Price × quantity of all. */
    BigDecimal value() throws RowRefused {
        BigDecimal value = BigDecimal.ZERO;
        for (JsonNode product : products) {
            BigDecimal price = money(product, "price");
            value = price == null ? value : value.add(price.multiply(BigDecimal.valueOf(quantity(product))));
        }
        return value;
    }

    /** As line items, numbered as they come. */
    List<GenericRecord> items() throws RowRefused {
        List<GenericRecord> items = new ArrayList<>();
        for (JsonNode product : products) {
            boolean isPriced = currency == null || currency.equals(SnowplowEntities.text(product, "currency"));
            @Nullable String category = SnowplowEntities.text(product, "category");
            items.add(EventBuilder.item(contract, list)
                    .set("product_id", SnowplowEntities.text(product, "id"))
                    .set("name", SnowplowEntities.text(product, "name"))
                    .set("brand", SnowplowEntities.text(product, "brand"))
                    .set("variant", SnowplowEntities.text(product, "variant"))
                    .set("category_path", category == null ? null : category.replaceAll("\\s*/\\s*", " > "))
                    .set("price", isPriced ? money(product, "price") : null)
                    .set("list_price", isPriced ? money(product, "list_price") : null)
                    .set("quantity", quantity(product))
                    .set("position", items.size() + 1)
                    .build());
        }
        return items;
    }

    private static int quantity(JsonNode product) throws RowRefused {
        @Nullable String quantity = SnowplowEntities.text(product, "quantity");
        return quantity == null ? 1 : Amounts.whole("quantity", quantity);
    }

    private static @Nullable BigDecimal money(JsonNode product, String field) throws RowRefused {
        @Nullable String text = SnowplowEntities.text(product, field);
        return text == null ? null : Amounts.money(field, text);
    }
}
