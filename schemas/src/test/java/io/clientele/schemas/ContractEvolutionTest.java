package io.clientele.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContractEvolutionTest {
    private static final String RELEASED = """
            {"type": "record", "name": "E", "fields": [
              {"name": "id", "type": "string"},
              {"name": "kind", "type": "string", "allowed": ["a", "b"]},
              {"name": "amount", "type": ["null", %s], "default": null},
              {"name": "lines", "default": [], "type": {"type": "array", "items":
                {"type": "record", "name": "L", "fields": [{"name": "quantity", "type": "int"}]}}}
            ]}""".formatted(decimal(4));

    static List<EventContract> contracts() {
        return Contracts.all();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void aContractCanReadAllItsReleasedVersions(EventContract contract) {
        assertThat(ContractEvolution.problems(contract.schema(), FrozenContracts.of(contract)))
                .as(
                        "%s: events of a released version could no longer be read or kept. Undo the change in"
                                + " schemas/src/main/avro; a new field needs a default, and no field may go or change its"
                                + " type.",
                        contract.subject())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void aContractIsItsNewestReleasedVersion(EventContract contract) {
        List<Schema> released = FrozenContracts.of(contract);
        assertThat(released).as("released versions of %s", contract.subject()).isNotEmpty();
        assertThat(contract.schema())
                .as(
                        "%s was changed since version %d. If that is meant, release it:"
                                + " mvn -pl schemas test -Dtest=FreezeContracts, and commit the new file.",
                        contract.subject(), released.size())
                .isEqualTo(released.get(released.size() - 1));
    }

    @Test
    void aFieldWithDefaultMayBeAdded() {
        assertThat(
                        problems(
                                RELEASED.replace(
                                        "{\"name\": \"id\"",
                                        "{\"name\": \"note\", \"type\": [\"null\", \"string\"], \"default\": null}, {\"name\": \"id\"")))
                .isEmpty();
    }

    @Test
    void aValueMayBeAllowed() {
        assertThat(problems(RELEASED.replace("[\"a\", \"b\"]", "[\"a\", \"b\", \"c\"]")))
                .isEmpty();
    }

    @Test
    void aFieldWithoutDefaultIsRefused() {
        assertThat(problems(RELEASED.replace(
                        "{\"name\": \"id\"", "{\"name\": \"note\", \"type\": \"string\"}, {\"name\": \"id\"")))
                .singleElement()
                .asString()
                .startsWith("version 1: READER_FIELD_MISSING_DEFAULT_VALUE")
                .contains("note");
    }

    @Test
    void aFieldThatGoesIsRefused() {
        assertThat(problems(RELEASED.replace("{\"name\": \"id\", \"type\": \"string\"},", "")))
                .singleElement()
                .asString()
                .startsWith("version 1: id is gone");
    }

    @Test
    void anotherTypeIsRefused() {
        assertThat(problems(RELEASED.replace("\"type\": \"int\"", "\"type\": \"string\"")))
                .anyMatch(problem -> problem.startsWith("version 1: lines[].quantity was INT and is STRING"));
    }

    @Test
    void anotherScaleIsRefusedThoughAvroCouldReadIt() {
        assertThat(problems(RELEASED.replace(decimal(4), decimal(2))))
                .singleElement()
                .asString()
                .startsWith("version 1: amount was")
                .endsWith("the same bytes would mean something else");
    }

    @Test
    void aValueMayNotBeForbidden() {
        assertThat(problems(RELEASED.replace("[\"a\", \"b\"]", "[\"a\"]")))
                .containsExactly("version 1: kind no longer allows [b]: a rebuild would refuse what was accepted");
    }

    @Test
    void everyReleasedVersionCounts() {
        Schema released = new Schema.Parser().parse(RELEASED);
        Schema withoutId = new Schema.Parser().parse(RELEASED.replace("{\"name\": \"id\", \"type\": \"string\"},", ""));
        assertThat(ContractEvolution.problems(withoutId, List.of(withoutId, released)))
                .singleElement()
                .asString()
                .startsWith("version 2: id is gone");
    }

    private static List<String> problems(String candidate) {
        return ContractEvolution.problems(
                new Schema.Parser().parse(candidate), List.of(new Schema.Parser().parse(RELEASED)));
    }

    private static String decimal(int scale) {
        return "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 18, \"scale\": " + scale + "}";
    }
}
