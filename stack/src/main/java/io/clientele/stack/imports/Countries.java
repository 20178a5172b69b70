package io.clientele.stack.imports;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** English names of countries to ISO 3166-1 alpha-2. */
final class Countries {
    private static final Map<String, String> CODES = codes();

    private Countries() {}

    /**
     * The code of a country, or null for what is none: "Unspecified", "European Community", and "Channel Islands", which
     * are two (GG and JE).
     */
    static @Nullable String code(String name) {
        return CODES.get(name.strip().toLowerCase(Locale.ROOT));
    }

    private static Map<String, String> codes() {
        Map<String, String> codes = new HashMap<>();
        for (String code : Locale.getISOCountries()) {
            String name = new Locale("", code).getDisplayCountry(Locale.ENGLISH);
            codes.put(name.toLowerCase(Locale.ROOT), code);
            codes.put(code.toLowerCase(Locale.ROOT), code);
        }
        // Names that the data set uses, and that the JDK's tables spell otherwise or change between releases.
        codes.putAll(Map.of(
                "eire", "IE",
                "usa", "US",
                "uk", "GB",
                "rsa", "ZA",
                "czech republic", "CZ",
                "hong kong", "HK",
                "korea", "KR",
                "turkey", "TR"));
        return Map.copyOf(codes);
    }
}
