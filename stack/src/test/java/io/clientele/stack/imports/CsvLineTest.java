package io.clientele.stack.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NotEmpty;

class CsvLineTest {
    @Property
    void whatIsWrittenIsReadBack(@ForAll @NotEmpty List<@Chars({'a', ',', '"', '\n', ' ', '\''}) String> fields)
            throws CsvLine.Malformed {
        assertThat(CsvLine.parse(CsvLine.format(fields))).isEqualTo(fields);
    }

    @Example
    void fieldsMayBeQuotedOrNot() throws CsvLine.Malformed {
        assertThat(CsvLine.parse("a,\"b,c\",,\"say \"\"hi\"\"\",O'Reilly,"))
                .containsExactly("a", "b,c", "", "say \"hi\"", "O'Reilly", "");
    }

    @Example
    void aQuoteInsideAPlainFieldIsALetter() throws CsvLine.Malformed {
        assertThat(CsvLine.parse("6\" PLATE,2")).containsExactly("6\" PLATE", "2");
    }

    @Example
    void aRowThatEndsInsideQuotesMayGoOn() {
        CsvLine.Malformed unclosed = catchThrowableOfType(CsvLine.Malformed.class, () -> CsvLine.parse("a,\"b"));
        assertThat(unclosed.isUnclosed()).isTrue();
        assertThat(unclosed).hasMessage("the quote at character 3 is not closed");
    }

    @Example
    void nothingMayFollowAClosingQuote() {
        assertThatThrownBy(() -> CsvLine.parse("\"a\"b,c")).hasMessage("'b' after the closing quote at character 4");
    }
}
