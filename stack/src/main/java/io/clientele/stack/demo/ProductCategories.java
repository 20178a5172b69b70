package io.clientele.stack.demo;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Puts products of the gift shop into categories by the words in their names: the data set has none. */
final class ProductCategories {
    private static final String OTHER = "Home > Other";

    private record Rule(String category, List<String> words) {}

    /** The first rule that has a word of the name decides. */
    private static final List<Rule> RULES = List.of(
            rule("Seasonal > Christmas", "CHRISTMAS", "XMAS", "ADVENT", "REINDEER", "SANTA"),
            rule("Seasonal > Easter", "EASTER", "BUNNY", "CHICK"),
            rule("Accessories > Bags", "BAG", "SHOPPER", "PURSE", "HANDBAG"),
            rule("Accessories > Jewellery", "NECKLACE", "BRACELET", "EARRING", "EARRINGS", "RING", "BROOCH"),
            rule("Kitchen > Tea and coffee", "MUG", "CUP", "TEA", "TEAPOT", "TEACUP", "COFFEE", "CAFE"),
            rule("Kitchen > Baking", "CAKE", "CAKESTAND", "BAKING", "CAKES", "JAM", "SPOON", "BOWL", "PLATE", "LUNCH"),
            rule("Home > Lighting", "LIGHT", "LIGHTS", "T-LIGHT", "CANDLE", "LANTERN", "LAMP", "HOLDER"),
            rule("Stationery > Paper and cards", "CARD", "CARDS", "WRAP", "PAPER", "NOTEBOOK", "STICKERS", "RIBBONS"),
            rule("Home > Decoration", "CLOCK", "FRAME", "MIRROR", "SIGN", "HEART", "BUNTING", "ORNAMENT", "DOORMAT"),
            rule("Home > Storage", "BOX", "TIN", "JAR", "STORAGE", "CABINET", "BASKET", "DRAWER"),
            rule("Toys and games", "TOY", "DOLL", "GAME", "CHILDREN'S", "CHILDRENS", "SPACEBOY", "PUZZLE", "SKIPPING"),
            rule("Garden", "GARDEN", "PLANT", "PARASOL", "WATERING", "FLOWER"));

    private ProductCategories() {}

    private static Rule rule(String category, String... words) {
        return new Rule(category, List.of(words));
    }

    /** Category path of a product, from the widest to the narrowest. */
    static String of(String name) {
        List<String> words = Arrays.asList(name.toUpperCase(Locale.ROOT).split("[ ,./]+"));
        return RULES.stream()
                .filter(rule -> rule.words().stream().anyMatch(words::contains))
                .map(Rule::category)
                .findFirst()
                .orElse(OTHER);
    }
}
