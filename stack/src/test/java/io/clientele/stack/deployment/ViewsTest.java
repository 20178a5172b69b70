package io.clientele.stack.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.jobs.settings.SourcePriority;
import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ViewsTest {
    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

    @Test
    void theViewOfTheSettingsSaysTheZoneAndTheCurrency() throws IOException {
        String text = Files.readString(Path.of("../sql/core/business_settings.sql"));

        assertThat(Views.withSettings(text, PARIS, "EUR"))
                .contains("cast('Europe/Paris' as varchar) as business_zone")
                .contains("cast('EUR' as varchar) as reporting_currency")
                .doesNotContain("UTC", "GBP");
    }

    @Test
    void aViewOfTheSettingsWithoutThemIsRefused() {
        assertThatThrownBy(() -> Views.withSettings("select 1", PARIS, "EUR"))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("business_settings");
    }

    @Test
    void theViewOfThePrioritiesHasARowForEach() throws IOException {
        String text = Files.readString(Path.of("../sql/core/source_priorities.sql"));

        assertThat(Views.withPriorities(text, List.of())).isEqualTo(text);
        assertThat(Views.withPriorities(
                        text,
                        List.of(new SourcePriority("crm", "*", 10), new SourcePriority("till", "loyalty_tier", -5))))
                .contains("0),\n        ('crm', '*', 10),\n        ('till', 'loyalty_tier', -5)\n) as");
    }

    @Test
    void aViewOfThePrioritiesWithoutTheRowForAllIsRefused() {
        assertThatThrownBy(() -> Views.withPriorities("select 1", List.of()))
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining("source_priorities");
    }
}
