package dev.hearth.checks.validation;

import com.google.common.base.CharMatcher;
import com.google.common.base.Utf8;
import dev.hearth.checks.rule.Field;

/** How many bytes the values of a ConfigMap or a Secret come to. */
final class DataSize {

    /** More than that the API server does not keep in one object. */
    static final int MOST = 1024 * 1024;

    private static final CharMatcher BASE64 = CharMatcher.inRange('a', 'z')
            .or(CharMatcher.inRange('A', 'Z'))
            .or(CharMatcher.inRange('0', '9'))
            .or(CharMatcher.anyOf("+/"));
    private static final int BITS_OF_A_LETTER = 6;

    private DataSize() {}

    static long ofText(Field value) {
        return Utf8.encodedLength(value.textOrEmpty());
    }

    static long ofBase64(Field value) {
        return (long) BASE64.countIn(value.textOrEmpty()) * BITS_OF_A_LETTER / Byte.SIZE;
    }
}
