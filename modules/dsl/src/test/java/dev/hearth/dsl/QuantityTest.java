package dev.hearth.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "64Mi, 64Mi",
        "1024Mi, 1Gi",
        "1.5Gi, 1536Mi",
        "1000, 1000",
        "1024, 1Ki",
        "500M, 500000000",
        "0, 0",
        "2Ti, 2Ti",
        "1k, 1000",
        "7Ei, 7Ei"
    })
    void writes_bytes_as_the_api_server_gives_them_back(String given, String canonical) {
        assertThat(Bytes.parse(given)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "64 Mi", "64mi", "64MB", "-1Gi", "1.5", "0.1Ki", "8Ei", "１Gi", "1e3"})
    void refuses_what_is_no_whole_number_of_bytes(String given) {
        assertThatThrownBy(() -> Bytes.parse(given))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + given + "'");
    }

    @Test
    void reads_back_the_bytes_it_writes() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            Bytes bytes = new Bytes(random.nextLong(1L << random.nextInt(1, 62)));
            assertThat(Bytes.parse(bytes.toString())).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @CsvSource({"50m, 50m", "1000m, 1", "2, 2", "0.5, 500m", "1.25, 1250m", "1500m, 1500m"})
    void writes_cpu_as_the_api_server_gives_it_back(String given, String canonical) {
        assertThat(Cpu.parse(given)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0m", "-1", "50M", "0.0001", "1 ", "99999999999999999999"})
    void refuses_what_is_no_cpu(String given) {
        assertThatThrownBy(() -> Cpu.parse(given)).isInstanceOf(IllegalArgumentException.class);
    }
}
