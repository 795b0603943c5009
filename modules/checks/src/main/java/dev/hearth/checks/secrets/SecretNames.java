package dev.hearth.checks.secrets;

import com.google.common.base.Ascii;
import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whether a name says that its value is secret, and whether a value may be one.
 *
 * <p>The last words of a name decide: {@code DB_PASSWORD} and {@code apiKey} hold a secret, {@code PASSWORD_FILE}, {@code
 * tokenUrl} and {@code secretName} tell where one is.
 */
final class SecretNames {

    private static final ImmutableSet<String> PASSWORDS =
            ImmutableSet.of("password", "passwd", "pwd", "passphrase", "pass", "userpassword", "rootpassword");
    private static final ImmutableSet<String> TOKENS =
            ImmutableSet.of("token", "secret", "apikey", "accesskey", "secretkey");
    private static final ImmutableSet<String> KEYS = ImmutableSet.of(
            "api",
            "private",
            "access",
            "secret",
            "encryption",
            "signing",
            "auth",
            "master",
            "shared",
            "license",
            "account");

    private static final Pattern PLACEHOLDER = Pattern.compile(
            "(?i)[xX*.\\-_#?0]+|null|none|nil|true|false|yes|no|empty|default|redacted|<.*>|\\[.*\\]|%.*%|your.*|my[-_].*|example.*|"
                    + "(?:base64|file|env|vault|ref|secret|op|aws|gcp|azurekv|awssm)[:+].*|\\*+|todo.*|placeholder.*|replace.*|insert.*");
    private static final Pattern OBJECT_NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    private static final Pattern WORDS = Pattern.compile("[A-Za-z]+( [A-Za-z]+)*[.!]?");
    private static final CharMatcher LETTERS = CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('A', 'Z'));
    private static final CharMatcher DIGITS = CharMatcher.inRange('0', '9');
    private static final int SHORTEST_TOKEN = 16;
    private static final double RANDOM = 3.0;

    private SecretNames() {}

    /** Whether a literal value of that name gives a secret away. */
    static boolean givesAway(String name, String value) {
        List<String> words = words(name);
        if (words.isEmpty() || value.length() < 3 || indirect(value)) {
            return false;
        }
        String last = words.get(words.size() - 1);
        if (PASSWORDS.contains(last)) {
            return true;
        }
        boolean key = last.equals("key") && words.size() > 1 && KEYS.contains(words.get(words.size() - 2));
        return (key || TOKENS.contains(last)) && random(value);
    }

    /** A reference, a template or a place to be filled in rather than a value. */
    private static boolean indirect(String value) {
        char first = value.charAt(0);
        return first == '$'
                || first == '/'
                || value.contains("${")
                || value.contains("$(")
                || value.contains("{{")
                || value.contains("://")
                || PLACEHOLDER.matcher(value).matches();
    }

    /** Whether a text is made of what nobody chose: long, of letters and digits, with hardly a repetition. */
    private static boolean random(String value) {
        if (value.length() < SHORTEST_TOKEN
                || value.indexOf(' ') >= 0
                || WORDS.matcher(value).matches()) {
            return false;
        }
        boolean mixed = LETTERS.matchesAnyOf(value) && DIGITS.matchesAnyOf(value);
        boolean name = OBJECT_NAME.matcher(value).matches() && value.indexOf('-') > 0;
        return mixed && !name && entropy(value) >= RANDOM;
    }

    /** Bits a character, by how often each occurs in the text itself. */
    static double entropy(String text) {
        int[] counts = new int[128];
        int others = 0;
        for (int index = 0; index < text.length(); index++) {
            char c = text.charAt(index);
            if (c < counts.length) {
                counts[c]++;
            } else {
                others++;
            }
        }
        double bits = 0;
        for (int count : counts) {
            bits += share(count, text.length());
        }
        return bits + share(others, text.length());
    }

    private static double share(int count, int all) {
        double probability = (double) count / all;
        return count == 0 ? 0 : -probability * Math.log(probability) / Math.log(2);
    }

    /** The words of a name in any case style, in lower case. */
    static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int index = 0; index < name.length(); index++) {
            char c = name.charAt(index);
            boolean upper = c >= 'A' && c <= 'Z';
            boolean starts = upper
                    && index > 0
                    && (Character.isLowerCase(name.charAt(index - 1))
                            || (index + 1 < name.length() && Character.isLowerCase(name.charAt(index + 1))));
            if (starts || !(LETTERS.matches(c) || DIGITS.matches(c))) {
                add(word, words);
            }
            if (LETTERS.matches(c) || DIGITS.matches(c)) {
                word.append(Ascii.toLowerCase(c));
            }
        }
        add(word, words);
        return words;
    }

    private static void add(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }
}
