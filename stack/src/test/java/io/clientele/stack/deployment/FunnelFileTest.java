package io.clientele.stack.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunnelFileTest {
    private static final Path SQL = Path.of("../sql");

    @TempDir
    Path folder;

    @Test
    void aFunnelHasStepsAWindowAndAnOrder() throws IOException {
        assertThat(read("""
                # a remark
                shop.steps = page_viewed /home, page_viewed /products/*, order_placed
                shop.window = 90 min
                shop.order = any
                b.steps=store_visited
                visit.steps = cart_viewed
                visit.window = session
                """))
                .containsExactly(
                        new Funnel(
                                "b", List.of(new Funnel.Step("store_visited", "", false)), Duration.ofDays(30), false),
                        new Funnel(
                                "shop",
                                List.of(
                                        new Funnel.Step("page_viewed", "/home", false),
                                        new Funnel.Step("page_viewed", "/products/", true),
                                        new Funnel.Step("order_placed", "", false)),
                                Duration.ofMinutes(90),
                                true),
                        new Funnel("visit", List.of(new Funnel.Step("cart_viewed", "", false)), null, false));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            a.steps = page_seen                           | a.steps is 'page_seen'; allowed is cart_viewed, checkout_started,
            a.steps = order_updated                       | a.steps is 'order_updated'; allowed is
            a.steps =                                     | a.steps is ''; allowed is event names
            a.steps = page_viewed,, cart_viewed           | a.steps is ''; allowed is event names
            a.steps = page_viewed /it's                   | a.steps is 'page_viewed /it's'; allowed is event names
            a.steps = order_placed /home                  | an order without a page
            a.steps = page_viewed, page_viewed            | a.steps is 'page_viewed'; allowed is each step once
            a.window = 1 d                                | a.steps is ''; allowed is event names
            a.steps = cart_viewed;a.window = 0 d          | a.window is '0 d'; allowed is session, or a duration
            a.steps = cart_viewed;a.window = 400 d        | at most 366 d
            a.steps = cart_viewed;a.order = loose         | a.order is 'loose'; allowed is strict or any
            a.steps = cart_viewed;a.steps = cart_viewed   | a.steps is 'cart_viewed'; allowed is one line each; it is there twice
            a.colour = red                                | a.colour = red is ''; allowed is lines NAME.steps
            A.steps = cart_viewed                         | the name in lower case
            ' '                                           | the file is ''; allowed is one funnel at least
            """)
    void whatIsNoFunnelIsRefusedWithItsNameItsValueAndWhatIsAllowed(String lines, String message) {
        assertThatThrownBy(() -> read(lines.replace(';', '\n')))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("funnels.properties")
                .hasMessageContaining(message);
    }

    @Test
    void aFileThatIsNotThereIsNamedWithItsSetting() {
        assertThatThrownBy(() -> FunnelFile.read(folder.resolve("none")))
                .isInstanceOf(StackFailure.class)
                .hasMessageContainingAll("none", "funnels.file");
    }

    @Test
    void theViewHasTheProjectsFunnelsAndThoseOfADeploymentTakeTheirPlace() throws IOException {
        String view = Files.readString(SQL.resolve("core/funnel_steps.sql"));

        assertThat(Views.withFunnels(view, FunnelFile.read(SQL.resolve("funnels.properties"))))
                .as("sql/core/funnel_steps.sql has the rows of sql/funnels.properties")
                .isEqualTo(view);
        assertThat(Views.withFunnels(view, read("a.steps = page_viewed /p/*, order_placed\na.window = session")))
                .contains("    values\n        ('a', 1, 'page_viewed /p/*', 'page_viewed', '/p/', true, null, false),\n"
                        + "        ('a', 2, 'order_placed', 'order_placed', null, false, null, false)\n) as step (")
                .doesNotContain("'purchase'");
        assertThatThrownBy(() -> Views.withFunnels("select 1", List.of()))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("core.funnel_steps");
    }

    private List<Funnel> read(String text) throws IOException {
        Path file = folder.resolve("funnels.properties");
        Files.writeString(file, text);
        return FunnelFile.read(file);
    }
}
