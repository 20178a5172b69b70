package io.clientele.stack;

import static io.clientele.stack.CustomerRows.consents;
import static io.clientele.stack.CustomerRows.everything;
import static io.clientele.stack.CustomerRows.history;
import static io.clientele.stack.CustomerRows.rows;
import static io.clientele.stack.CustomerRows.story;
import static io.clientele.stack.LineAssertions.succeeds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clientele.jobs.domain.identity.Identifier;
import io.clientele.schemas.InvalidEvent;
import io.clientele.stack.CustomerScript.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is said about customers, on real servers: attributes, personal data, points and consent as the views show them. The events are
 * sent once for all tests; each test looks at customers of its own.
 */
@ExtendWith(StackExtension.class)
class CustomerDataIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @BeforeAll
    static void events(RunningStack stack, @TempDir Path folder) throws IOException, InterruptedException {
        succeeds(stack.run("reset", "--yes"));
        CustomerScript script = new CustomerScript("first");
        describe(script);
        consent(script);
        points(script);
        send(stack, folder, script);

        // what happened in between, heard of when all the rest is there
        CustomerScript late = new CustomerScript("late");
        Person ann = late.person("ann");
        ann.updated(
                "till", "03-03", "\"city\": \"York\", \"first_name\": \"Anna\", \"country\": \"IE\", \"phone\": \"1\"");
        ann.updated("till", "03-03", "\"birth_date\": \"1984-05-06\", \"preferred_channel\": \"sms\"");
        send(stack, folder, late);
    }

    private static void describe(CustomerScript script) {
        Person ann = script.person("ann").withCard();
        ann.registered(
                "shop",
                "03-01",
                "\"first_name\": \"Ann\", \"last_name\": \"Lee\", \"city\": \"London\", \"postal_code\": \"sw1a 2aa\","
                        + " \"country\": \"GB\", \"interests\": [\"tea\", \"art\"], \"email\": \" ann@example.com\"");
        ann.updated(
                "crm", "03-05", "\"city\": \"Leeds\", \"country\": \"GB\", \"last_name\": \" \", \"interests\": []");
        Person ray = script.person("ray").withCard();
        ray.registered("crm", "03-01", "\"city\": \"Bath\", \"country\": \"GB\", \"locale\": \"en-GB\"");
        ray.updated("shop", "03-02", "\"city\": \"Hull\", \"country\": \"FR\", \"locale\": \"fr-FR\"");
        ray.updated("till", "03-03", "\"city\": \"Rome\", \"country\": \"IT\", \"locale\": \"it-IT\"");
        ray.updated("crm", "03-04", "\"country\": \"DE\"");
        Person bob = script.person("bob").withEmail().withCard();
        bob.registered(
                "shop", "03-01", "\"first_name\": \"Bob\", \"country\": \"GB\", \"timezone\": \"Europe/London\"");
        bob.consent("03-01", "marketing", "email", "granted", "consent");
        bob.consent("03-04", "marketing", "sms", "granted", "consent");
        bob.consent("03-06", "marketing", "phone", "granted", "consent");
        bob.points("03-02", 100L, 100L, "silver");
        Person cat = script.person("cat").withEmail().withCard();
        cat.registered("shop", "03-02", "\"first_name\": \"Cat\", \"country\": \"FR\"");
        cat.consent("03-03", "marketing", "email", "withdrawn", null);
        cat.consent("03-03", "marketing", "sms", "withdrawn", null);
        cat.consent("03-06", "marketing", "phone", "withdrawn", null);
        cat.points("03-03", 30L, 30L, "bronze");
    }

    private static void consent(CustomerScript script) {
        script.person("asked").withEmail().consent("03-01", "marketing", "email", "granted", "double_opt_in");
        script.person("silent").withEmail().registered("shop", "03-01", "\"city\": \"Bath\"");
        Person gone = script.person("gone").withEmail().withPhone();
        gone.consent("03-01", " Marketing", "email", "granted", "consent");
        gone.consent("03-02", "marketing", "email", "withdrawn", null);
        gone.consent("03-01", "personalisation", "web", "granted", "consent");
        Person tied = script.person("tied").withEmail();
        tied.consent("03-01", "marketing", "email", "granted", "consent");
        tied.consent("03-01", "marketing", "email", "withdrawn", null);

        Person left = script.person("left").withEmail();
        left.consent("03-01", "marketing", "email", "granted", "consent");
        left.message("message_unsubscribed", "03-02", "email", "m1", "");
        // who gave nothing but an address, and is written to as a customer whom nothing joins with it
        script.nobody().withEmailOf("letter").consent("03-01", "marketing", "email", "granted", "consent");
        Person reader = script.person("reader").withEmailOf("letter");
        reader.message("message_sent", "03-02", "email", "m11", "");
        reader.message("message_unsubscribed", "03-03", "email", "m11", "");
        Person spammed = script.person("spammed").withEmail();
        spammed.consent("03-01", "marketing", "email", "granted", "consent");
        spammed.message("message_complained", "03-02", "email", "m9", "");
        Person back = script.person("back").withEmail();
        back.message("message_unsubscribed", "03-02", "email", "m2", "");
        back.consent("03-03", "marketing", "email", "granted", "double_opt_in");
        Person page = script.person("page").withEmail().withPhone();
        page.consent("03-01", "marketing", "email", "granted", "consent");
        page.consent("03-01", "marketing", "sms", "granted", "consent");
        page.message("message_sent", "03-02", "sms", "m3", "");
        script.nobody().message("message_unsubscribed", "03-03", "web", "m3", "");
        Person browser = script.person("browser").withEmail();
        browser.consent("03-01", "marketing", "email", "granted", "double_opt_in");
        browser.message("message_sent", "03-02", "email", "unsubscribed-by-page", "");
        script.visitor("fresh").message("message_unsubscribed", "03-03", "web", "unsubscribed-by-page", "");
        Person inApp = script.person("inapp").withEmail();
        inApp.consent("03-01", "marketing", "email", "granted", "consent");
        inApp.message("message_sent", "03-02", "email", "unsubscribed-in-app", "");
        inApp.message("message_unsubscribed", "03-03", "app", "unsubscribed-in-app", "");

        Person buyer = script.person("buyer").withEmail();
        buyer.consent("03-01", "marketing", "email", "granted", "soft_opt_in");
        buyer.consent("03-01", "surveys", "email", "granted", "soft_opt_in");
        buyer.ordered("03-01", "o1");
        Person looker = script.person("looker").withEmail();
        looker.consent("03-01", "marketing", "email", "granted", "soft_opt_in");
        Person canceller = script.person("canceller").withEmail().withPhone();
        canceller.consent("03-01", "marketing", "email", "granted", "soft_opt_in");
        canceller.consent("03-01", "marketing", "phone", "granted", "soft_opt_in");
        canceller.ordered("03-01", "o2");
        canceller.cancelled("03-02", "o2");

        script.person("nowhere").consent("03-01", "marketing", "email", "granted", "consent");
        Person bounced = script.person("bounced").withEmail();
        bounced.consent("03-01", "marketing", "email", "granted", "consent");
        bounced.message("message_sent", "03-02", "email", "m4", "");
        script.nobody().message("message_bounced", "03-02", "email", "m4", "\"bounce_type\": \"hard\", ");
        Person soft = script.person("soft").withEmail();
        soft.consent("03-01", "marketing", "email", "granted", "consent");
        soft.message("message_bounced", "03-02", "email", "m5", "\"bounce_type\": \"soft\", ");
        Person again = script.person("again").withEmail();
        again.message("message_bounced", "03-01", "email", "m6", "\"bounce_type\": \"hard\", ");
        again.consent("03-02", "marketing", "email", "granted", "consent");
        Person moved = script.person("moved").withEmail();
        moved.consent("03-01", "marketing", "email", "granted", "consent");
        moved.message("message_bounced", "03-02", "email", "m7", "\"bounce_type\": \"hard\", ");
        script.person("moved").withEmailOf("moved-to").updated("shop", "03-03", "\"city\": \"Bath\"");
        Person unnamed = script.person("unnamed").withPhone();
        unnamed.consent("03-01", "marketing", "sms", "granted", "consent");
        script.person("unnamed").message("message_bounced", "03-02", "sms", "m8", "\"bounce_type\": \"hard\", ");
    }

    private static void points(CustomerScript script) {
        Person moss = script.person("moss").withCard();
        moss.points("03-01", null, 1000L, "gold");
        moss.points("03-02", 50L, 1050L, null);
        moss.points("03-03", -200L, null, null);
        moss.points("03-04", 10L, 870L, "silver");
        // the card of a household: the account stays one
        script.person("mate").withCardOf("moss").points("03-05", -900L, -30L, "platinum");
        script.person("cardless").with("loyalty_id", "").points("03-06", 7L, null, null);
        script.person("empty").with("loyalty_id", "").points("03-07", 5L, null, null);
    }

    @Test
    void theLastWordByEventTimeCountsAndNullMeansUnchanged(RunningStack stack) throws SQLException {
        assertThat(rows(stack, """
                        select customer.country, customer.country_source, date_format(customer.country_at, '%m-%d'),
                            customer.postal_region, customer.birth_decade, customer.birth_decade_source,
                            customer.interests, customer.preferred_channel
                        from core.customer_attributes as customer join core.persons as person using (person_id)
                        where person.customer_id = 'ann'""")).containsExactly("GB crm 03-05 SW 1980s till art, tea sms");
        assertThat(rows(stack, """
                        select customer.first_name, customer.last_name, customer.email, customer.city,
                            customer.city_source, date_format(customer.city_at, '%m-%d'), customer.birth_date,
                            customer.gender
                        from core.customer_pii as customer join core.persons as person using (person_id)
                        where person.customer_id = 'ann'""")).containsExactly("Anna Lee ann@example.com Leeds crm 03-05 1984-05-06 null");
        assertThat(history(stack, "ann", "country"))
                .containsExactly("GB 03-01 03-03 shop", "IE 03-03 03-05 till", "GB 03-05 null crm");
    }

    @Test
    void aSourceOfHigherPriorityIsNotOverruledByALaterWord(RunningStack stack)
            throws IOException, InterruptedException, SQLException {
        String known = """
                select customer.country, customer.locale, personal.city
                from core.customer_attributes as customer join core.customer_pii as personal using (person_id)
                    join core.persons as person using (person_id)
                where person.customer_id = 'ray'""";
        assertThat(rows(stack, known)).containsExactly("DE it-IT Rome");

        deploy(stack, "crm:10,shop/locale:20,till:-1,shop/city:10");
        try {
            assertThat(rows(stack, known)).containsExactly("DE fr-FR Hull");
            assertThat(history(stack, "ray", "country")).containsExactly("GB 03-01 03-04 crm", "DE 03-04 null crm");
            assertThat(history(stack, "ray", "locale"))
                    .containsExactly("en-GB 03-01 03-02 crm", "fr-FR 03-02 null shop");
        } finally {
            deploy(stack, "");
        }
        assertThat(rows(stack, known)).containsExactly("DE it-IT Rome");
    }

    @Test
    void mergedCustomersAreOneAndUnmergedEachHasTheOwnRecordAgain(RunningStack stack)
            throws IOException, InterruptedException, SQLException {
        Map<String, List<String>> before = everything(stack);
        assertThat(consents(stack, "bob")).containsExactly("email granted", "phone granted", "sms granted");

        succeeds(stack.run("identity", "merge", "bob", "cat", "--reason", "asked", "--wait"));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows(stack, """
                                select customer.first_name, attribute.country, attribute.timezone,
                                    status.points_balance, status.account_count, status.loyalty_tier
                                from core.customer_pii as customer join core.customer_attributes as attribute using (person_id)
                                    join core.loyalty_status as status using (person_id)
                                    join core.persons as person using (person_id)
                                where person.customer_id = 'bob' and person.customer_id_count = 2""")).containsExactly("Cat FR Europe/London 130 2 bronze"));
        assertThat(consents(stack, "bob")).containsExactly("email withdrawn", "phone withdrawn", "sms granted");
        assertThat(history(stack, "bob", "country")).containsExactly("GB 03-01 03-02 shop", "FR 03-02 null shop");

        succeeds(stack.run("identity", "unmerge", "bob", "cat", "--wait"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(everything(stack)).isEqualTo(before));
    }

    @Test
    void everyoneIsContactableOrThereIsAReason(RunningStack stack)
            throws IOException, InterruptedException, SQLException {
        assertThat(rows(stack, """
                        select person.customer_id, contact.purpose, contact.channel, coalesce(contact.reason, 'yes')
                        from core.contactable as contact join core.persons as person using (person_id)
                        where person.customer_id not in ('ann', 'ray', 'bob', 'cat', 'moss')
                        order by 1, 2, 3"""))
                .containsExactly(
                        "again marketing email yes",
                        "asked marketing email yes",
                        "back marketing email yes",
                        "bounced marketing email hard_bounce",
                        "browser marketing email unsubscribed",
                        "buyer marketing email yes",
                        "buyer surveys email soft_opt_in_scope",
                        "canceller marketing email soft_opt_in_without_order",
                        "canceller marketing phone soft_opt_in_scope",
                        "canceller marketing sms no_consent",
                        "gone marketing email consent_withdrawn",
                        "gone marketing phone no_consent",
                        "gone marketing sms no_consent",
                        "inapp marketing email unsubscribed",
                        "left marketing email unsubscribed",
                        "looker marketing email soft_opt_in_without_order",
                        "moved marketing email yes",
                        "page marketing email yes",
                        "page marketing phone no_consent",
                        "page marketing sms unsubscribed",
                        "silent marketing email no_consent",
                        "soft marketing email yes",
                        "spammed marketing email complained",
                        "tied marketing email consent_withdrawn",
                        "unnamed marketing phone no_consent",
                        "unnamed marketing sms hard_bounce");
        // whose number is linked with nothing is a person all the same
        assertThat(rows(stack, """
                        select contact.channel, contact.reason from core.contactable as contact
                        where contact.person_id = lower(to_hex(substr(sha256(to_utf8('customer_id:nowhere')), 1, 16)))""")).containsExactly("email no_address");
        assertThat(rows(
                        stack,
                        "select purpose, channel, reason from core.contactable where person_id = '"
                                + Identifier.parse("email_sha256:" + CustomerScript.emailOf("letter"))
                                        .personId() + "'"))
                .as("whose address a message has that was unsubscribed from")
                .containsExactly("marketing email unsubscribed");
        assertThat(story(stack, "gone"))
                .contains("no loyalty", "marketing email no consent_withdrawn withdrawn 2026-03-02");
    }

    @Test
    void theLogOfConsentHasEveryWordAndWhatItChanged(RunningStack stack) throws SQLException {
        assertThat(rows(stack, """
                        select person.customer_id, word.purpose, word.status, word.cause, word.is_change, word.is_current,
                            date_format(word.superseded_at, '%m-%d')
                        from core.consent_log as word join core.persons as person using (person_id)
                        where person.customer_id in ('gone', 'tied', 'back')
                        order by 1, 2, word.is_current, 3"""))
                .containsExactly(
                        "back marketing withdrawn message_unsubscribed true false 03-03",
                        "back marketing granted consent_changed true true null",
                        "gone marketing granted consent_changed true false 03-02",
                        "gone marketing withdrawn consent_changed true true null",
                        "gone personalisation granted consent_changed true true null",
                        "tied marketing granted consent_changed true false 03-01",
                        "tied marketing withdrawn consent_changed true true null");
    }

    @Test
    void theLedgerAddsUpThePointsAndShowsWhereTheLoyaltySystemDiffers(RunningStack stack)
            throws IOException, InterruptedException, SQLException {
        assertThat(rows(stack, """
                        select movement.points_delta, movement.running_balance, movement.stated_balance,
                            movement.balance_difference, movement.is_reconciled
                        from core.loyalty_ledger as movement where movement.loyalty_id = 'card-moss'
                        order by movement.changed_at"""))
                .containsExactly(
                        "null 1000 1000 0 true",
                        "50 1050 1050 0 true",
                        "-200 850 null null null",
                        "10 860 870 10 false",
                        "-900 -40 -30 10 false");
        assertThat(rows(stack, """
                        select status.loyalty_tier, date_format(status.tier_since_at, '%m-%d'), status.points_balance,
                            status.points_earned, status.points_spent, status.is_reconciled
                        from core.loyalty_status as status join core.persons as person using (person_id)
                        where person.customer_id = 'moss'""")).containsExactly("platinum 03-05 -40 60 1100 false");
        assertThat(rows(stack, """
                        select count(*) from core.loyalty_status as status join core.persons as person using (person_id)
                        where person.customer_id = 'mate'""")).containsExactly("0");
        assertThat(rows(stack, """
                        select movement.account, movement.running_balance from core.loyalty_ledger as movement
                        where movement.account like 'customer%' order by 1"""))
                .as("an empty text is nobody's card")
                .containsExactly("customer_id:cardless 7", "customer_id:empty 5");
        assertThat(story(stack, "moss")).contains("platinum 2026-03-05 -40 60 1100", "no consent");
    }

    @Test
    void whatCannotBeIsADeadLetterWithItsReason(RunningStack stack)
            throws InvalidEvent, InterruptedException, SQLException {
        CustomerScript script = new CustomerScript("wrong");
        Person wrong = script.person("wrong").withEmail();
        wrong.consent("03-01", "marketing", "email", "granted", null);
        wrong.updated("shop", "03-01", "\"birth_date\": \"1066-10-14\"");
        wrong.updated("shop", "03-01", "\"birth_date\": \"2030-01-01\"");
        wrong.updated("shop", "03-01", "\"email\": \"wrong.example.com\"");
        wrong.points("03-01", 2_000_000_000_000L, null, null);
        new KafkaLog(stack).send(script.lines());

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(rows(stack, """
                                select reason, detail from raw.dead_letters
                                where topic = 'customers' order by detail"""))
                        .containsExactly(
                                "invalid a consent that is granted needs consent_basis",
                                "invalid birth_date is after the event",
                                "invalid birth_date is before 1900-01-01",
                                "invalid email is no address: it has no @",
                                "invalid points_delta is 2000000000000, not -1000000000000 to 1000000000000"));
        assertThat(rows(stack, "select event_id from raw.customers where customer_id = 'wrong'"))
                .isEmpty();
    }

    /** Brings the views to a setting, as on servers of one's own. */
    private static void deploy(RunningStack stack, String priorities) throws IOException, InterruptedException {
        succeeds(stack.run(
                Map.of("CLIENTELE_S3_ACCESS_KEY", "clientele", "CLIENTELE_S3_SECRET_KEY", "of-somebody-else"),
                "deploy",
                "--config",
                stack.home().resolve("conf/jobs.properties").toString(),
                "--trino",
                stack.jdbcUrl(),
                "--set",
                "customer.source-priority=" + priorities));
    }

    private static void send(RunningStack stack, Path folder, CustomerScript script)
            throws IOException, InterruptedException {
        Path file = folder.resolve("events.ndjson");
        Files.write(file, new ArrayList<>(script.lines()));
        succeeds(stack.run("import", "--format", "events-ndjson", file.toString(), "--as-of", "2026-04-01", "--wait"));
    }
}
