package dev.hearth.checks.quota;

import dev.hearth.manifest.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Bytes as people read them. */
final class Amounts {

    private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1024L * 1024);

    private Amounts() {}

    static String bytes(Quantity amount) {
        BigDecimal mebibytes = amount.value().divide(MEBIBYTE, 0, RoundingMode.UP);
        return mebibytes.toPlainString() + "Mi";
    }
}
