package dev.hearth.manifest;

/** What UTF-16 text is made of. */
final class Unicode {

    private Unicode() {}

    /** Whether the character at that index is one half of a whole surrogate pair. */
    static boolean paired(CharSequence text, int at) {
        char c = text.charAt(at);
        return Character.isHighSurrogate(c)
                ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                : Character.isLowSurrogate(c) && at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }

    /** Whether no half of a surrogate pair stands alone. */
    static boolean wellFormed(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (Character.isSurrogate(text.charAt(at)) && !paired(text, at)) {
                return false;
            }
        }
        return true;
    }
}
