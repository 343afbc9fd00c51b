package org.clawdbot.api.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaTest {

    @ParameterizedTest(name = "{0} of {1}: {2}")
    @CsvSource({
        "0, 2000, false",
        "1599.9, 2000, false",
        "1600, 2000, true",
        "2000, 2000, true",
        "2500, 2000, true",
        "6.664, 8.33, true",
        "6.663, 8.33, false",
        ", 2000, false",
        "1600, , false",
        "5, 0, false",
        "5, -1, false"
    })
    void isNearlyUsedUpFromEightyPercentOn(BigDecimal used, BigDecimal limit, boolean expected) {
        assertThat(Quota.isNearlyUsedUp(used, limit)).isEqualTo(expected);
    }
}
