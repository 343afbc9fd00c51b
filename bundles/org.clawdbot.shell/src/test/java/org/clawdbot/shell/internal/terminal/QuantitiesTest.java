package org.clawdbot.shell.internal.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {

    @ParameterizedTest
    @CsvSource({"512, 512", "32768, 32k", "131072, 131k", "262144, 262k", "1000000, 1M", "1048576, 1M", "1310720, 1.3M"
    })
    void writesTokensShort(long tokens, String text) {
        assertThat(Quantities.tokens(tokens)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0.010399999999999998, 0.0104",
        "0.30000000000000004, 0.3",
        "2.2, 2.2",
        "12.345678, 12.35",
        "100, 100",
        "0, 0",
        "0.0, 0"
    })
    void writesPricesWithoutNoise(BigDecimal price, String text) {
        assertThat(Quantities.price(price)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"3, 3.00", "0.5, 0.50", "0.0978, 0.0978", "0.30000000000000004, 0.30", "0, 0.00", "100, 100.00"})
    void writesPricesAsPriceListsDo(BigDecimal price, String text) {
        assertThat(Quantities.listPrice(price)).isEqualTo(text);
    }

    @Test
    void neverGuesses() {
        assertThat(Quantities.listPrice(null)).isEqualTo("?");
        assertThat(Quantities.price(null)).isEqualTo("?");
        assertThat(Quantities.tokens(null)).isEqualTo("?");
    }

    @ParameterizedTest
    @CsvSource({"PT-5S, 0 s", "PT59S, 59 s", "PT61S, 1 min", "PT2H5M, 2 h", "PT47H, 47 h", "P3D, 3 days"})
    void writesDurations(Duration duration, String text) {
        assertThat(Quantities.duration(duration)).isEqualTo(text);
    }
}
