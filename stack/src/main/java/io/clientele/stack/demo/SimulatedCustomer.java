package io.clientele.stack.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Who a customer of the demo may be. All of it follows from the customer number, and nobody exists: the addresses are at example.com,
 * the telephone numbers are those that Ofcom keeps for drama, and no postal code in use ends with a V.
 *
 * @param id the customer number
 * @param email unique to the customer
 * @param phone unique to the customer, in E.164 form; null for who has given none
 * @param hasMobile whether the phone takes text messages
 * @param postalCode of a British customer; null for others, like the city
 * @param loyaltyId number of the loyalty card; null for who has none
 */
record SimulatedCustomer(
        String id,
        @Nullable String country,
        String firstName,
        String lastName,
        String gender,
        String email,
        @Nullable String phone,
        boolean hasMobile,
        LocalDate birthDate,
        @Nullable String postalCode,
        @Nullable String city,
        @Nullable String loyaltyId) {

    private record Place(String city, String area) {}

    private static final List<String> WOMEN = List.of(
            "Amelia", "Beatrice", "Clara", "Dorothy", "Edith", "Florence", "Grace", "Harriet", "Isla", "Josephine");
    private static final List<String> MEN =
            List.of("Albert", "Barnaby", "Cecil", "Douglas", "Edwin", "Frank", "George", "Harold", "Isaac", "Jasper");
    private static final List<String> FAMILIES = List.of(
            "Ashdown",
            "Birchall",
            "Cobbold",
            "Dunmore",
            "Elmhurst",
            "Fairweather",
            "Greenacre",
            "Hartwell",
            "Ingleby",
            "Kirkbride",
            "Larkin",
            "Merriweather",
            "Northcote",
            "Oakes",
            "Pemberton",
            "Ravenscroft",
            "Stanhope",
            "Thistlewood",
            "Underhill",
            "Winterbourne");
    private static final List<Place> PLACES = List.of(
            new Place("London", "SW"),
            new Place("London", "N"),
            new Place("Leeds", "LS"),
            new Place("Bristol", "BS"),
            new Place("Manchester", "M"),
            new Place("Norwich", "NR"),
            new Place("Cardiff", "CF"),
            new Place("Glasgow", "G"),
            new Place("York", "YO"),
            new Place("Exeter", "EX"));

    /** A thousand numbers behind each, so that customer numbers up to ten thousand apart share none. The first are mobile. */
    private static final List<String> DRAMA_NUMBERS = List.of(
            "+447700900",
            "+441134960",
            "+441144960",
            "+441154960",
            "+441174960",
            "+441214960",
            "+441314960",
            "+441414960",
            "+441614960",
            "+442079460");

    private static final int LONGEST_CUSTOMER_NUMBER = 9;
    private static final int MOBILE_OFFSET = 5;

    static SimulatedCustomer of(String id, @Nullable String country) {
        SplittableRandom random = Shopper.random("customer", id);
        boolean isWoman = random.nextInt(100) < 60;
        String firstName = pick(isWoman ? WOMEN : MEN, random);
        String lastName = pick(FAMILIES, random);
        boolean isStated = random.nextInt(100) < 90;
        Place place = pick(PLACES, random);
        String postalCode = "%s%d %dVV".formatted(place.area(), random.nextInt(1, 20), random.nextInt(1, 10));
        LocalDate birthDate = LocalDate.of(random.nextInt(1932, 1992), 1, 1).plusDays(random.nextInt(365));
        boolean isBritish = "GB".equals(country);
        String phone = random.nextInt(100) < 70 ? dramaNumber(id) : null;
        return new SimulatedCustomer(
                id,
                country,
                firstName,
                lastName,
                isStated ? (isWoman ? "female" : "male") : "not stated",
                emailAt("example.com", firstName, lastName, id),
                phone,
                phone != null && phone.startsWith(DRAMA_NUMBERS.get(0)),
                birthDate,
                isBritish ? postalCode : null,
                isBritish ? place.city() : null,
                random.nextInt(100) < 35 ? "L" + id : null);
    }

    /** The address that the customer has after changing it. */
    String laterEmail() {
        return emailAt("example.org", firstName, lastName, id);
    }

    /** As the envelope has it: of the trimmed, lower-case address. */
    static String emailHash(String email) {
        return sha256(email.strip().toLowerCase(Locale.ROOT));
    }

    /** As the envelope has it: of the number in E.164 form. */
    static @Nullable String phoneHash(@Nullable String phone) {
        return phone == null ? null : sha256(phone);
    }

    private static String emailAt(String domain, String firstName, String lastName, String id) {
        return "%s.%s.%s@%s".formatted(firstName, lastName, id, domain);
    }

    private static @Nullable String dramaNumber(String id) {
        if (!id.matches("\\d{1," + LONGEST_CUSTOMER_NUMBER + "}")) {
            return null;
        }
        int number = Integer.parseInt(id);
        int block = (number / 1000 + MOBILE_OFFSET) % DRAMA_NUMBERS.size();
        return DRAMA_NUMBERS.get(block) + "%03d".formatted(number % 1000);
    }

    private static <T> T pick(List<T> choices, SplittableRandom random) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
