package io.clientele.stack.parts;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clientele.stack.StackFailure;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HomeTest {

    @ParameterizedTest
    @ValueSource(strings = {"/home/ann/My Projects/.clientele", "/srv/läden", "/srv/50%", "/srv/a#1"})
    void aPathThatFlinkWouldEscapeTwiceIsRefused(String path) {
        assertThatThrownBy(() -> new Home(Path.of(path)).requirePlain())
                .isInstanceOf(StackFailure.class)
                .hasMessageContaining(path)
                .hasMessageContaining("CLIENTELE_HOME");
    }

    @Test
    void anyOtherIsTaken() {
        assertThatCode(() -> new Home(Path.of("/srv/shop_1.test/~x+y/.clientele")).requirePlain())
                .doesNotThrowAnyException();
    }
}
