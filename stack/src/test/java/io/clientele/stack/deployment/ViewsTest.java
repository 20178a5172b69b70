package io.clientele.stack.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.stack.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
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
}
